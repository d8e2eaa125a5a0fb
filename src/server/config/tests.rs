use super::*;

fn with(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_vars(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
}

#[test]
fn every_variable_has_a_default() {
    let config = with(&[]).unwrap();
    assert_eq!(config.database_url, "sqlite:data/portal.db");
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.public_url, PublicUrl { origin: "http://127.0.0.1:3000".into(), https: false });
    assert_eq!((config.demo, config.trusted_proxy, config.watch), (false, false, false));
    assert_eq!((config.site_root.as_str(), config.log.as_str()), ("target/site", "info"));
    assert_eq!((config.mail_from.as_str(), config.mail_dir.as_str()), ("no-reply@portal.invalid", "data/outbox"));
    assert_eq!((config.second_factor, config.confirm_accounts, config.staff_may_end_navigator_associations), (true, false, false));
    assert_eq!(config.password_days, PasswordDays { navigator: Some(90), cac: Some(90), ..PasswordDays::default() });
}

#[test]
fn a_wrong_value_is_refused_by_name() {
    for (variable, value) in [
        ("LISTEN", "3000"),
        ("LISTEN", "portal.example.org:80"),
        ("DATABASE_URL", "mysql://secret@host/db"),
        ("DATABASE_URL", "sqlite:"),
        ("DATABASE_URL", "postgres://portal:secret@db.example.org/portal"),
        ("DATABASE_URL", "postgres://portal:secret@db.example.org/portal?sslmode=require"),
        ("DATABASE_URL", "postgres://portal:secret@127.0.0.1/portal?sslmode=secret"),
        ("DATABASE_TLS", "no"),
        ("PUBLIC_URL", "portal.example.org"),
        ("PUBLIC_URL", "http://portal.example.org"),
        ("PUBLIC_URL", "https://portal.example.org/app"),
        ("PUBLIC_URL", "https://me:secret@portal.example.org"),
        ("PUBLIC_URL", "ftp://127.0.0.1"),
        ("DEMO", "yes"),
        ("TRUSTED_PROXY", "1"),
        ("RUST_LOG", "=loud="),
        ("MAIL_FROM", "nobody"),
        ("SMTP_URL", "mail.example.org:secret"),
        ("SECOND_FACTOR", "optional"),
        ("PASSWORD_DAYS", "navigator"),
        ("PASSWORD_DAYS", "navigator=0"),
        ("PASSWORD_DAYS", "off,cac=90"),
        ("PASSWORD_DAYS", "consumer=90"),
        ("PASSWORD_SIGN_IN", "off"),
        ("ELIGIBILITY_ENGINE_URL", "engine.example.org"),
        ("ELIGIBILITY_ENGINE_URL", "http://engine.example.org"),
        ("ELIGIBILITY_ENGINE_URL", "ftp://127.0.0.1"),
        ("ELIGIBILITY_ENGINE_URL", "https://me:secret@engine.example.org"),
    ] {
        let error = with(&[(variable, value)]).err().unwrap_or_else(|| panic!("{variable}={value} was accepted"));
        assert_eq!(error.variable, variable);
        assert!(error.to_string().starts_with(variable) && error.to_string().ends_with('.'), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn a_database_elsewhere_proves_who_it_is_or_need_not_by_an_explicit_word() {
    let open = ("DATABASE_URL", "postgres://portal@db.example.org/portal?sslmode=require");
    assert!(with(&[open]).err().unwrap().problem.contains("sslmode=verify-full"));
    assert_eq!(with(&[open, ("DATABASE_TLS", "on")]).err().unwrap().variable, "DATABASE_URL");
    assert!(!with(&[open, ("DATABASE_TLS", "off")]).unwrap().database_tls);
    for private in [
        "postgres://portal@db.example.org/portal?sslmode=verify-full&sslrootcert=/etc/db.pem",
        "postgres://portal@127.0.0.1:5433/portal",
        "postgres:///portal?host=/run/postgresql",
    ] {
        assert!(with(&[("DATABASE_URL", private)]).is_ok(), "{private}");
    }
}

#[test]
fn every_variable_is_shown_with_its_source_and_no_secret() {
    let given = [
        ("DATABASE_URL", "postgres://portal:s3cret@127.0.0.1/portal?password=s3cret&sslmode=disable"),
        ("SMTP_URL", "smtp://portal:s3cret@127.0.0.1:2525"),
        ("LOGIN_MN_ISSUER", "https://login.example.org"),
        ("LOGIN_MN_CLIENT_ID", "portal"),
        ("LOGIN_MN_CLIENT_SECRET", "s3cret"),
        ("ELIGIBILITY_ENGINE_URL", "https://engine.example.org/v1?key=s3cret"),
        ("ELIGIBILITY_ENGINE_TOKEN", "s3cret"),
        ("TRUSTED_PROXY", "on"),
    ];
    let asked = std::cell::RefCell::new(Vec::new());
    let config = Config::from_vars(|name| {
        asked.borrow_mut().push(name.to_owned());
        given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    });
    let settings = config.unwrap().settings();
    assert_eq!(settings.iter().map(|setting| setting.name.clone()).collect::<Vec<_>>(), *asked.borrow());
    let shown = |name: &str| {
        let setting = settings.iter().find(|setting| setting.name == name).unwrap();
        (setting.value.as_str(), setting.source)
    };
    assert!(settings.iter().all(|setting| !setting.value.contains("s3cret")), "{settings:?}");
    assert_eq!(shown("DATABASE_URL"), ("postgres://portal:-@127.0.0.1/portal?sslmode=disable", Source::Environment));
    assert_eq!(
        (shown("LOGIN_MN_CLIENT_SECRET"), shown("LISTEN")),
        (("set, not shown", Source::Environment), ("127.0.0.1:3000", Source::Default))
    );
    assert_eq!(
        (shown("TRUSTED_PROXY"), shown("DEMO"), shown("PASSWORD_DAYS")),
        (("on", Source::Environment), ("off", Source::Default), ("navigator=90,cac=90", Source::Default))
    );
    assert_eq!(with(&[]).unwrap().settings().iter().find(|setting| setting.name == "SMTP_URL").unwrap().value, "none");
    let never = with(&[("PASSWORD_DAYS", "off")]).unwrap();
    assert_eq!(never.password_days, PasswordDays::default());
    let shown = never.settings().into_iter().find(|setting| setting.name == "PASSWORD_DAYS").unwrap();
    assert_eq!((shown.value.as_str(), shown.source), ("off", Source::Environment));
    assert!(with(&[]).unwrap().settings().iter().any(|setting| setting.value == "sqlite:data/portal.db"));
}

#[test]
fn every_secret_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let around = [("LOGIN_MN_ISSUER", "https://login.example.org"), ("LOGIN_MN_CLIENT_ID", "portal")];
    let engine = ("ELIGIBILITY_ENGINE_URL", "https://engine.example.org");
    for (variable, file) in SECRETS {
        let value = match variable {
            "DATABASE_URL" | "DATABASE_DIRECT_URL" => "postgres://portal:s3cret@127.0.0.1/portal",
            "SECRET_KEY" => key,
            "SMTP_URL" => "smtp://portal:s3cret@127.0.0.1",
            "ELIGIBILITY_ENGINE_URL" => "https://engine.example.org/v1?key=s3cret",
            _ => "s3cret",
        };
        let mut vars = around.to_vec();
        vars.extend(Some(engine).filter(|_| variable != "ELIGIBILITY_ENGINE_URL"));
        if variable == "DATABASE_DIRECT_URL" {
            vars.extend([("DATABASE_URL", "postgres://portal@127.0.0.1:6432/portal"), ("DATABASE_POOLER", "on")]);
        }
        let with_file = |path: &str| with(&[&vars[..], &[(file, path)]].concat());
        let given = with(&[&vars[..], &[(variable, value)]].concat()).unwrap();
        for (name, text) in [("line", format!("{value}\n")), ("windows", format!("{value}\r\n")), ("bare", value.to_owned())] {
            std::fs::write(path(name), text).unwrap();
            let config = with_file(&path(name)).unwrap();
            let secrets = |config: &Config| {
                let login_mn = config.login_mn.clone().and_then(|login_mn| login_mn.client_secret);
                let engine = config.engine.clone().map(|engine| (engine.url, engine.token));
                let keys = config.secret_key.clone().map(|keys| keys.keys);
                let databases = (config.database_url.clone(), config.database_direct_url.clone());
                (databases, config.smtp_url.clone(), login_mn, engine, keys)
            };
            assert!(secrets(&config) == secrets(&given), "{variable}: {name}");
            let settings = config.settings();
            let source = |name: &str| settings.iter().find(|setting| setting.name == name).unwrap().source;
            assert_eq!((source(variable), source(file)), (Source::File(file), Source::Environment));
            assert!(settings.iter().all(|setting| !setting.value.contains("s3cret") && !setting.value.contains(key)), "{settings:?}");
        }
        std::fs::write(path("two"), format!("{value}\n\n")).unwrap();
        if variable == "LOGIN_MN_CLIENT_SECRET" {
            let kept = with_file(&path("two")).unwrap().login_mn.unwrap().client_secret;
            assert_eq!(kept.as_deref(), Some("s3cret\n"), "only one end of a line is not the secret's");
        }
        let both = with(&[&vars[..], &[(variable, value), (file, path("line").as_str())]].concat()).err().unwrap();
        assert!(both.variable == variable && both.problem.contains(file) && !both.problem.contains("s3cret"), "{both}");
        std::fs::write(path("empty"), "\n").unwrap();
        std::fs::write(path("bytes"), [0xff, 0xfe]).unwrap();
        for wrong in ["missing", "empty", "bytes", ""] {
            let error = with_file(folder.path().join(wrong).to_str().unwrap()).err().unwrap_or_else(|| panic!("{variable}: {wrong}"));
            assert!(error.variable == file && error.to_string().contains(wrong), "{error}");
        }
    }
    std::fs::write(path("odd"), "s3cret").unwrap();
    let odd = with(&[("SECRET_KEY_FILE", path("odd").as_str())]).err().unwrap();
    assert!(odd.variable == "SECRET_KEY_FILE" && !odd.to_string().contains("s3cret"), "{odd}");
    assert_eq!(with(&[("SECRET_KEY", "s3cret")]).err().unwrap().variable, "SECRET_KEY");
}

#[test]
fn single_sign_on_is_whole_or_not_at_all() {
    let issuer = ("LOGIN_MN_ISSUER", "https://login.example.org/oidc");
    let client = ("LOGIN_MN_CLIENT_ID", "portal");
    let whole = with(&[issuer, client, ("PASSWORD_SIGN_IN", "off")]).unwrap();
    assert!(!whole.password_sign_in);
    assert_eq!(whole.login_mn.unwrap().issuer, issuer.1);
    assert_eq!(with(&[issuer]).err().unwrap().variable, "LOGIN_MN_CLIENT_ID");
    assert_eq!(with(&[client]).err().unwrap().variable, "LOGIN_MN_ISSUER");
    for wrong in ["login.example.org", "http://login.example.org", "ftp://127.0.0.1"] {
        assert_eq!(with(&[("LOGIN_MN_ISSUER", wrong), client]).err().unwrap().variable, "LOGIN_MN_ISSUER", "{wrong}");
    }
    assert!(with(&[("LOGIN_MN_ISSUER", "http://127.0.0.1:9000"), client]).is_ok());
    // Nobody could sign in to a demonstration.
    assert_eq!(with(&[issuer, client, ("PASSWORD_SIGN_IN", "off"), ("DEMO", "on")]).err().unwrap().variable, "PASSWORD_SIGN_IN");
}

#[test]
fn a_file_of_authorities_can_be_read_and_belongs_to_something() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("empty.pem"), "nothing").unwrap();
    std::fs::write(path("odd.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    let whole =
        [("LOGIN_MN_ISSUER", "https://login.example.org"), ("LOGIN_MN_CLIENT_ID", "portal"), ("SMTP_URL", "smtps://mail.example.org")];
    for variable in ["LOGIN_MN_CA_FILE", "SMTP_CA_FILE"] {
        for file in ["missing.pem", "empty.pem", "odd.pem"] {
            let path = path(file);
            let error = with(&[&whole[..], &[(variable, path.as_str())]].concat()).err().unwrap();
            assert!(error.variable == variable && error.to_string().contains(file), "{error}");
        }
    }
    // It would be of no use.
    assert_eq!(with(&[("LOGIN_MN_CA_FILE", "ca.pem")]).err().unwrap().variable, "LOGIN_MN_ISSUER");
    assert_eq!(with(&[("SMTP_CA_FILE", "ca.pem")]).err().unwrap().variable, "SMTP_URL");
    // A good one is read where a provider and a mail server of a private authority are reached, in the tests over HTTP.
    assert!(with(&whole).unwrap().smtp_ca.is_none());
}

#[test]
fn the_engine_has_an_address_and_may_have_a_token() {
    assert!(with(&[]).unwrap().engine.is_none());
    let (url, token) =
        (("ELIGIBILITY_ENGINE_URL", "https://engine.example.org/v1?tenant=mn"), ("ELIGIBILITY_ENGINE_TOKEN", "s3cret.token"));
    let engine = with(&[url, token]).unwrap().engine.unwrap();
    assert_eq!((engine.url.as_str(), engine.token.as_deref(), engine.limit.as_secs()), (url.1, Some("s3cret.token"), 5));
    assert!(with(&[("ELIGIBILITY_ENGINE_URL", "http://[::1]:9000/"), token]).is_ok());
    assert_eq!(with(&[token]).err().unwrap().variable, "ELIGIBILITY_ENGINE_URL");
    let wrong = with(&[url, ("ELIGIBILITY_ENGINE_TOKEN", "two secrets")]).err().unwrap();
    assert!(wrong.variable == "ELIGIBILITY_ENGINE_TOKEN" && !wrong.to_string().contains("secrets"));
}

#[test]
fn open_addresses_need_https_and_no_demo() {
    assert_eq!(with(&[("LISTEN", "0.0.0.0:80")]).err().unwrap().variable, "PUBLIC_URL");
    let open = [("LISTEN", "0.0.0.0:80"), ("PUBLIC_URL", "https://Portal.Example.org:443/")];
    assert_eq!(with(&open).unwrap().public_url, PublicUrl { origin: "https://portal.example.org".into(), https: true });
    let demo = with(&[open[0], open[1], ("DEMO", "on")]).err().unwrap();
    assert_eq!(demo.variable, "LISTEN");
    assert!(with(&[("DEMO", "on"), ("LISTEN", "[::1]:8080")]).unwrap().demo);
    // Through a proxy it would be open as well.
    assert_eq!(with(&[open[1], ("DEMO", "on")]).err().unwrap().variable, "PUBLIC_URL");
    for here in ["http://127.0.0.1:3000", "http://localhost:8080", "https://localhost", "http://[::1]:3000"] {
        assert!(with(&[("PUBLIC_URL", here), ("DEMO", "on")]).unwrap().public_url.is_here(), "{here}");
    }
    for elsewhere in ["https://portal.example.org", "https://192.0.2.1", "https://localhost.example.org"] {
        assert!(!with(&[("PUBLIC_URL", elsewhere)]).unwrap().public_url.is_here(), "{elsewhere}");
    }
}
