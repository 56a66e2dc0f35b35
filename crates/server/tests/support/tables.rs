//! What the database holds, all of it.

use std::path::Path;

use liaison_store::{Db, Sql};

async fn names(db: &Db) -> Vec<String> {
    let text = match db.engine_name() {
        "SQLite" => "select name from sqlite_master where type = 'table' order by name",
        _ => {
            "select table_name::text as name from information_schema.tables
             where table_schema = 'public' order by 1"
        }
    };
    let rows = db.rows(text, vec![]).await.unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get("name").unwrap()).collect();
    assert!(names.len() > 10, "{names:?}");
    names
}

/// Every row of every table, sorted.
pub async fn everything(db: &Db) -> Vec<String> {
    let mut lines = Vec::new();
    for table in names(db).await {
        let rows = db.rows(&format!("select * from {table}"), vec![]).await;
        for row in rows.unwrap() {
            lines.push(format!("{table}: {row:?}"));
        }
    }
    lines.sort();
    lines
}

/// How many rows a query counts; its one column is called `n`.
pub async fn count(db: &Db, query: &str) -> i64 {
    let rows = db.rows(query, vec![]).await.unwrap();
    rows[0].get("n").unwrap()
}

/// Where a text stands readable in the database: in the files of SQLite, in PostgreSQL's rows.
pub async fn found_in(db: &Db, address: &str, text: &str) -> Vec<String> {
    if db.engine_name() == "SQLite" {
        return found_in_folder(Path::new(address).parent().unwrap(), text);
    }
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut found = Vec::new();
    for table in names(db).await {
        let query = format!(
            "select count(*) as n from {table} t where t::text like '%{text}%' or t::text like '%{hex}%'"
        );
        if count(db, &query).await > 0 {
            found.push(table);
        }
    }
    found
}

/// Files below a folder that hold a text.
pub fn found_in_folder(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in_folder(&path, text));
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            if bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}
