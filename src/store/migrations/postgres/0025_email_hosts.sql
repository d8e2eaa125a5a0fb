-- Emails are stored and compared with their host as the network writes it: müller.de is xn--mller-kva.de. That can't be written in SQL:
-- whose email has another host stands here until the program, which does it right after the migrations, has written it anew.
CREATE TABLE email_hosts (
    id UUID NOT NULL,
    whose TEXT NOT NULL,
    CONSTRAINT email_hosts_whose_check CHECK (whose IN ('user', 'assister')),
    PRIMARY KEY (whose, id)
);
INSERT INTO email_hosts (id, whose) SELECT id, 'user' FROM users WHERE substr(email, strpos(email, '@')) ~ '[^ -~]';
INSERT INTO email_hosts (id, whose)
SELECT id, 'assister' FROM assisters WHERE substr(certification_email, strpos(certification_email, '@')) ~ '[^ -~]';
