// Writes the contracts beside this file with the consumer side of Pact's official library, as a consumer's tests would:
//
//	node make.js FOLDER
//
// with @pact-foundation/pact-core of the version that ../pactcore.go names where node finds it. The proof of this package
// does it anew and compares.
const { makeConsumerPact, makeConsumerAsyncMessagePact } = require("@pact-foundation/pact-core");
const folder = process.argv[2];

// Versions of the specification as the library counts them.
const V2 = 3, V3 = 4, V4 = 5;

const like = (value) => ({ "pact:matcher:type": "type", value });
const is = (type, value, more = {}) => ({ "pact:matcher:type": type, value, ...more });
const made = (generator, type, value, more = {}) => ({ "pact:generator:type": generator, "pact:matcher:type": type, value, ...more });

function http(file, version, interactions) {
  const pact = makeConsumerPact("shop", file, version, "error");
  for (const i of interactions) {
    const x = pact.newInteraction(i.description);
    for (const [state, params] of Object.entries(i.given ?? {})) {
      params ? x.givenWithParams(state, JSON.stringify(params)) : x.given(state);
    }
    if (i.pending) x.setPending(true);
    if (i.comment) x.addTextComment(i.comment);
    x.withRequest(i.method ?? "GET", text(i.path));
    for (const [name, value] of Object.entries(i.query ?? {})) each(value, (v, n) => x.withQuery(name, n, v));
    for (const [name, value] of Object.entries(i.headers ?? {})) each(value, (v, n) => x.withRequestHeader(name, n, v));
    if (i.body !== undefined) x.withRequestBody(text(i.body), i.type ?? "application/json");
    x.withStatus(i.status ?? 200);
    for (const [name, value] of Object.entries(i.answerHeaders ?? {})) each(value, (v, n) => x.withResponseHeader(name, n, v));
    if (Buffer.isBuffer(i.answer)) x.withResponseBinaryBody(i.answer, i.answerType);
    else if (i.answer !== undefined) x.withResponseBody(text(i.answer), i.answerType ?? "application/json");
  }
  pact.writePactFile(folder, false);
}

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const each = (value, call) => (Array.isArray(value) ? value : [value]).forEach((v, n) => call(text(v), n));

const plain = {
  description: "an order",
  given: { "there is an order": { id: 7, open: true }, "somebody is logged in": null },
  path: is("regex", "/orders/7", { regex: "^/orders/\\d+$" }),
  query: { expand: is("regex", "lines", { regex: "lines|payments" }), tag: ["a", "b"] },
  headers: { Accept: "application/json", "X-Request-Id": is("regex", "42", { regex: "\\d+" }) },
  answerHeaders: { "X-Rate": is("regex", "10", { regex: "\\d+" }) },
  answer: {
    id: is("regex", "7f1b", { regex: "^[0-9a-f]+$" }),
    currency: "EUR",
    customer: like({ name: "Ada", vip: true }),
    lines: is("type", [{ sku: is("regex", "A1", { regex: "[A-Z]\\d" }), quantity: like(1) }], { min: 1 }),
    some: is("type", ["x", "y"], { min: 2, max: 3 }),
    nothing: null,
  },
};

// Keys that paths of rules have to be quoted for. The library can't read its own rules for keys with apostrophes and
// backslashes.
const odd = ["a.b", "a b", 'say "so"', "ü", "@id", "#text", "a[0]", "$", "-", "a-b", "x/y"];

const three = [
  plain,
  {
    description: "typed values", path: "/typed",
    answer: {
      integer: is("integer", 7), decimal: is("decimal", 10.5), number: is("number", 3), boolean: is("boolean", true),
      null: is("null", null), include: is("include", "b", { value: "b" }), equality: like({ inner: is("equality", "same") }),
      date: is("date", "2024-02-29", { format: "yyyy-MM-dd" }), time: is("time", "23:59", { format: "HH:mm" }),
      timestamp: is("timestamp", "2024-02-29T23:59:00Z", { format: "yyyy-MM-dd'T'HH:mm:ssX" }),
      values: is("values", { a: 1 }),
    },
  },
  {
    description: "generated values", method: "POST", path: made("ProviderState", "type", "/orders/7", { expression: "/orders/${id}" }),
    given: { "there is an order": { id: 7 } },
    headers: { "Idempotency-Key": made("Uuid", "regex", "9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f", { regex: "[0-9a-f-]{36}" }) },
    body: {
      integer: made("RandomInt", "integer", 5, { min: 3, max: 9 }), decimal: made("RandomDecimal", "decimal", 1.5, { digits: 4 }),
      hexadecimal: made("RandomHexadecimal", "type", "AB", { digits: 8 }), string: made("RandomString", "type", "abc", { size: 10 }),
      regex: made("Regex", "regex", "a1", { regex: "[a-c]\\d" }), uuid: made("Uuid", "type", "9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f"),
      boolean: made("RandomBoolean", "type", true), date: made("Date", "date", "2024-02-29", { format: "yyyy-MM-dd" }),
      time: made("Time", "time", "23:59", { format: "HH:mm" }), datetime: made("DateTime", "datetime", "2024-02-29T23:59:00", { format: "yyyy-MM-dd'T'HH:mm:ss" }),
      state: made("ProviderState", "type", 7, { expression: "${id}" }),
    },
    status: 201,
    answerHeaders: { Location: made("MockServerURL", "regex", "http://localhost/orders/7", { regex: ".*(/orders/\\d+)$", example: "http://localhost/orders/7" }) },
  },
  { description: "nothing to read", path: "/empty", status: 204 },
  { description: "a form", method: "POST", path: "/form", type: "application/x-www-form-urlencoded", body: "a=1&b=x+y", status: 200, answer: "ok", answerType: "text/plain" },
  {
    description: "an XML document", path: "/xml", answerType: "application/xml",
    answer: {
      root: {
        name: "order",
        attributes: { id: is("regex", "7", { regex: "\\d+" }) },
        children: [
          { name: "note", attributes: {}, children: [{ content: "hello", matcher: { "pact:matcher:type": "type" } }] },
          { "pact:matcher:type": "type", examples: 1, value: { name: "line", attributes: { sku: is("type", "A1") }, children: [] } },
        ],
      },
    },
  },
  {
    description: "odd keys", path: "/odd",
    answer: Object.fromEntries(odd.map((key) => [key, like("x")])),
  },
  { description: "a key of digits", path: "/digits", answer: { 1: like("x"), 2: { 3: like("y") } } },
  { description: "a key that is a star", path: "/star", answer: { "*": like("x"), other: "y" } },
  { description: "a picture", path: "/picture", answer: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), answerType: "image/png" },
];

const four = [
  ...three,
  { description: "a class of statuses", path: "/status", status: is("statusCode", 200, { status: "success" }) },
  {
    description: "what only version 4 has", path: "/four", pending: true, comment: "said by the consumer",
    answer: {
      semver: is("semver", "1.2.3"), notEmpty: is("notEmpty", "x"),
      keys: is("eachKey", { k1: "a" }, { rules: [{ "pact:matcher:type": "regex", regex: "k\\d", value: "k1" }] }),
      eachValue: is("eachValue", { a: 1 }, { rules: [{ "pact:matcher:type": "integer", value: 1 }] }),
      contains: is("arrayContains", undefined, { variants: [{ kind: "a", n: is("integer", 1) }, { kind: "b" }] }),
    },
  },
];

http("orders-v2", V2, [plain]);
http("orders-v3", V3, three);
http("orders-v4", V4, four);

const messages = makeConsumerAsyncMessagePact("shop", "messages-v4", V4, "error");
const placed = messages.newAsynchronousMessage("an order was placed");
placed.givenWithParams("there is an order", JSON.stringify({ id: 7 }));
placed.withContents(JSON.stringify({ id: is("regex", "7f1b", { regex: "[0-9a-f]+" }), total: is("decimal", 10.5), lines: is("type", [{ sku: like("A1") }], { min: 1 }) }), "application/json");
placed.withMetadata("topic", "orders");
placed.withMetadata("key", JSON.stringify(is("regex", "7", { regex: "\\d+" })));
const gone = messages.newAsynchronousMessage("an order is gone");
gone.withContents("gone", "text/plain");
messages.writePactFile(folder, false);

const calls = makeConsumerPact("shop", "calls-v4", V4, "error");
const call = calls.newSynchronousMessage("a price is asked for");
call.given("there are prices");
call.withRequestContents(JSON.stringify({ sku: like("A1") }), "application/json");
call.withResponseContents(JSON.stringify({ price: is("decimal", 10.5) }), "application/json");
calls.writePactFile(folder, false);
