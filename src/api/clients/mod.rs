//! The assister's clients: the list, the search, the record. All of it for assisters only, about their own clients only.

mod client;
mod client_list;
mod own_card;
mod search_clients;

pub use client::{ClientPage, RecordApplication, client};
pub use client_list::{AppliedView, ClientList, ClientListPage, ClientRowView, ListAddress, client_list};
pub use own_card::{OwnCardPage, own_card};
pub use search_clients::{SearchClients, search_clients};
