INSERT INTO publication_publishedperiod (publication_id, year, number, contracts)
SELECT %(version)s, year, number, count(*)
FROM publication_publishedcontract WHERE until IS NULL
GROUP BY year, number
