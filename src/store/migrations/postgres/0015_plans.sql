-- Catalogs of health plans. A catalog never changes and is never deleted: who chose a plan of it has that plan, whatever comes after it.
CREATE TABLE plan_catalogs (
    id UUID NOT NULL PRIMARY KEY,
    coverage_year BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Made up, to show the portal with.
    is_sample BOOLEAN NOT NULL,
    -- How many plans it has, each counted once, in however many areas it is sold.
    plan_count BIGINT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id),
    user_name TEXT NOT NULL,
    CONSTRAINT plan_catalogs_year_key UNIQUE (coverage_year, id),
    CONSTRAINT plan_catalogs_year_check CHECK (coverage_year BETWEEN 2014 AND 2200),
    CONSTRAINT plan_catalogs_count_check CHECK (plan_count > 0)
);
CREATE INDEX plan_catalogs_by_year ON plan_catalogs (coverage_year, imported_at, id);
CREATE TRIGGER plan_catalogs_final BEFORE UPDATE ON plan_catalogs
    FOR EACH ROW EXECUTE FUNCTION refuse('a catalog does not change');
CREATE TRIGGER plan_catalogs_kept BEFORE DELETE ON plan_catalogs
    FOR EACH ROW EXECUTE FUNCTION refuse('catalogs are kept');

-- Which catalog people choose from, one for each coverage year.
CREATE TABLE current_plan_catalogs (
    coverage_year BIGINT NOT NULL PRIMARY KEY,
    catalog_id UUID NOT NULL,
    CONSTRAINT current_plan_catalogs_fkey FOREIGN KEY (coverage_year, catalog_id) REFERENCES plan_catalogs (coverage_year, id)
);

CREATE TABLE plans (
    id UUID NOT NULL PRIMARY KEY,
    catalog_id UUID NOT NULL REFERENCES plan_catalogs (id),
    -- The issuer's plan ID.
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    metal TEXT NOT NULL,
    network TEXT NOT NULL,
    -- A county's code, or R and the number of a rating area.
    area TEXT NOT NULL,
    -- The cents a month of each age from 14 to 64, with a space in between.
    premiums TEXT NOT NULL,
    deductible BIGINT NOT NULL,
    out_of_pocket_limit BIGINT NOT NULL,
    CONSTRAINT plans_place_key UNIQUE (catalog_id, area, code),
    CONSTRAINT plans_metal_check CHECK (metal IN ('catastrophic', 'bronze', 'silver', 'gold', 'platinum')),
    CONSTRAINT plans_amounts_check CHECK (deductible >= 0 AND out_of_pocket_limit >= deductible)
);
CREATE TRIGGER plans_final BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION refuse('a plan does not change');
CREATE TRIGGER plans_kept BEFORE DELETE ON plans FOR EACH ROW EXECUTE FUNCTION refuse('plans are kept');
