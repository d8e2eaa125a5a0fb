//! (g) importing a roster: seconds from the first byte of the upload to the preview, and from "Confirm import" to the result; and the
//! most memory that the server had meanwhile, above what it had before.

use super::Plan;
use super::child::{Server, demo, postgres, sqlite};
use super::client::Client;
use super::lists::bar;
use super::load::sign_in;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// How much more memory an import may take, in MB.
const MEMORY: f64 = 150.0;

/// Both databases, each size on a database and a server of its own. Fails when one takes too much memory, after all were measured.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    println!("\n# Import of a roster (all rows new)");
    let mut met = true;
    for rows in plan.imports {
        let databases =
            [("SQLite", sqlite(folder.path(), &format!("import{rows}.db"))), ("Postgres", postgres(&format!("import{rows}")).await?)];
        for (name, database) in databases {
            met &= one(name, &database, *rows).await?;
        }
    }
    if met { Ok(()) } else { Err("an import took more memory than its bar".into()) }
}

async fn is_running(database: &str) -> Result<bool, sqlx::Error> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM imports WHERE status = 'running'";
    let running: i64 = if database.starts_with("sqlite:") {
        sqlx::query_scalar(sql).fetch_one(&mut SqliteConnection::connect(database).await?).await?
    } else {
        sqlx::query_scalar(sql).fetch_one(&mut PgConnection::connect(database).await?).await?
    };
    Ok(running > 0)
}

async fn one(name: &str, database: &str, rows: u32) -> Result<bool, Box<dyn Error>> {
    demo(database, 1)?;
    let server = Server::portal(database).await?;
    let cookie = sign_in(server.address, "contact@demo.test").await.map_err(|e| e.to_string())?;
    let mut client = Client::connect(server.address, &cookie).await.map_err(|e| e.to_string())?;
    client.get("/agency/import").await.map_err(|e| e.to_string())?;
    let (form, idle) = (form(rows)?, server.resident()?);

    let started = Instant::now();
    let kind = "multipart/form-data; boundary=BOUNDARY";
    let preview = client.post_as("/agency/import/upload", kind, form.into()).await.map_err(|e| e.to_string())?;
    let uploaded = started.elapsed();
    let address = preview.location().filter(|to| to.starts_with("/agency/imports/")).ok_or("the file was refused")?.to_owned();
    let id = address.rsplit('/').next().unwrap_or_default();

    let started = Instant::now();
    client.post("/api/confirm-import", &format!("import={id}")).await.map_err(|e| e.to_string())?;
    while is_running(database).await? {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let carried_out = started.elapsed();
    // The server closes connections on which nothing comes for long.
    let mut client = Client::connect(server.address, &cookie).await.map_err(|e| e.to_string())?;
    let result = client.get(&address).await.map_err(|e| e.to_string())?;
    if !String::from_utf8_lossy(&result.body).contains(&format!("tabs__count\">{rows}")) {
        return Err(format!("{rows} rows were not all imported").into());
    }
    let per_second = |took: Duration| f64::from(rows) / took.as_secs_f64();
    println!(
        "{:<38} upload {:6.2} s {:7.0} rows/s   import {:6.2} s {:7.0} rows/s",
        format!("{name}, {rows} rows"),
        uploaded.as_secs_f64(),
        per_second(uploaded),
        carried_out.as_secs_f64(),
        per_second(carried_out),
    );
    Ok(bar("most memory above idle, MB", server.peak()? - idle, MEMORY, true))
}

fn form(rows: u32) -> Result<String, std::fmt::Error> {
    let mut form = String::from(
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"roster\"\r\n\r\nnavigator\r\n--BOUNDARY\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\nContent-Type: text/csv\r\n\r\n\
         First name,Last name,Certification email,Training ID,Phone,Email,City,Languages spoken,Assister Portal Access,Employment\r\n",
    );
    for row in 0..rows {
        write!(
            form,
            "Ann,Row {row},ann.row{row}@bench.example,MN-BENCH-{row},651-555-0100,help@bench.example,Duluth,\"English, Hmong\",Yes,Active\r\n"
        )?;
    }
    form.push_str("\r\n--BOUNDARY--\r\n");
    Ok(form)
}
