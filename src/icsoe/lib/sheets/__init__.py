"""Files of workers in and out: sniffing, header mapping, hostile workbooks, safe export, annotated report.

This file stays empty of imports on purpose: the child process that opens untrusted workbooks imports this
package and must not pay for, nor be able to reach, anything but the few modules it needs.
"""
