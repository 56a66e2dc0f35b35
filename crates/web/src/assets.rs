//! The browser's files, built from `assets/` and carried inside the binary. Names hold a hash of the
//! content, so they may be cached for good.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Serves one of the files.
pub(crate) async fn serve(
    axum::extract::Path(name): axum::extract::Path<String>,
) -> axum::response::Response {
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::IntoResponse;
    let Some((_, kind, bytes)) = FILES.iter().find(|(file, _, _)| *file == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, *bytes).into_response()
}
