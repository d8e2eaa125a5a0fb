//! "Import plans".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Makes the lines that are right the current catalog of their year. Again changes nothing.
#[server(prefix = "/api", endpoint = "import-plans", output = Postcard, client = FromPage)]
pub async fn import_plans(#[server(default)] file: String) -> Result<Posted, ApiError> {
    use super::PLANS;
    use crate::domain::ids::{CatalogId, SearchKey};
    use crate::domain::plans::import::read;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::plans::import::Kept;
    use crate::store::NewCatalog;
    let context = RequestContext::<ManagerSelf>::require()?;
    let kept = Kept::read(context.kept_search(Some(&file)).await?);
    let (Ok(key), Some(kept)) = (file.parse::<SearchKey>(), kept) else { return context.done(PLANS) };
    let page = format!("{PLANS}?file={file}");
    let plans: Vec<_> = read(&kept.lines).into_iter().filter_map(Result::ok).collect();
    if plans.is_empty() {
        return context.done(&page);
    }
    if !kept.done {
        // Under the id of what is kept: pressed twice, it is one catalog.
        let new = NewCatalog { id: CatalogId(key.0), coverage_year: kept.year, name: kept.name.clone(), is_sample: false };
        context.store().import_catalog(&new, &plans, &context.by(), context.now).await?;
        context.change_search(key, None, &Kept { done: true, ..kept }.write()?).await?;
    }
    context.done(&format!("{page}&imported=yes"))
}
