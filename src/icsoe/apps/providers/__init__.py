"""The provider's profile: contact, addresses, REPSE registrations."""
