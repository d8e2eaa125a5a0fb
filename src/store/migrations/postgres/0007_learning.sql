-- The Learning Center: which modules of the course somebody has read, and the assessments they took.

CREATE TABLE course_progress (
    assister_id UUID NOT NULL REFERENCES assisters (id),
    -- The module's name, which stays when modules are put in another order.
    module TEXT COLLATE "C" NOT NULL,
    read_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assister_id, module)
);

-- One that was begun is gone on with until it is handed in; from then on it does not change.
CREATE TABLE assessment_attempts (
    id UUID NOT NULL PRIMARY KEY,
    assister_id UUID NOT NULL REFERENCES assisters (id),
    started_at TIMESTAMPTZ NOT NULL,
    total BIGINT NOT NULL,
    handed_in_at TIMESTAMPTZ,
    correct BIGINT,
    CONSTRAINT assessment_attempts_score_check CHECK ((handed_in_at IS NULL) = (correct IS NULL)),
    CONSTRAINT assessment_attempts_correct_check CHECK (correct BETWEEN 0 AND total)
);
CREATE UNIQUE INDEX assessment_attempts_one_open ON assessment_attempts (assister_id) WHERE handed_in_at IS NULL;
CREATE INDEX assessment_attempts_by_assister ON assessment_attempts (assister_id, started_at);
CREATE TRIGGER assessment_attempts_final BEFORE UPDATE ON assessment_attempts
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL) EXECUTE FUNCTION refuse('an assessment that was handed in does not change');
CREATE TRIGGER assessment_attempts_kept BEFORE DELETE ON assessment_attempts
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL) EXECUTE FUNCTION refuse('an assessment that was handed in is kept');

-- The questions that were drawn, in the order in which they are asked.
CREATE TABLE assessment_questions (
    attempt_id UUID NOT NULL REFERENCES assessment_attempts (id),
    place BIGINT NOT NULL,
    -- The question's name in the bank.
    question TEXT NOT NULL,
    -- The order in which its answers are shown, as their places in the bank: "2,0,1".
    options TEXT NOT NULL,
    -- The answer that was given, as its place in the bank, and whether it was right.
    chosen BIGINT,
    is_right BOOLEAN,
    PRIMARY KEY (attempt_id, place),
    CONSTRAINT assessment_questions_answer_check CHECK ((chosen IS NULL) = (is_right IS NULL))
);
CREATE TRIGGER assessment_questions_final BEFORE UPDATE ON assessment_questions
    FOR EACH ROW WHEN (OLD.chosen IS NOT NULL) EXECUTE FUNCTION refuse('an answer that was handed in does not change');
CREATE TRIGGER assessment_questions_kept BEFORE DELETE ON assessment_questions
    FOR EACH ROW WHEN (OLD.chosen IS NOT NULL) EXECUTE FUNCTION refuse('an answer that was handed in is kept');
