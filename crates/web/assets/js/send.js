// Requests of our own scripts. In the panel they carry the token that page holds; elsewhere the cookie does.
let token;

/** The panel hands its token in as soon as it has one. */
export function carry(bearer) {
  token = bearer;
}

/** Posts and asks for JSON. */
export function send(address, body) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  // What is small goes on its way also while the page is being left.
  const keepalive = body instanceof URLSearchParams && body.toString().length < 60_000;
  return fetch(address, { method: "POST", body, headers, keepalive });
}
