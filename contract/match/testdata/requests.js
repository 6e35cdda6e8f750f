// Gives the verdict of the official library's mock server on requests: node requests.js CONTRACT ACTUAL, where ACTUAL is a
// list of requests, one for each interaction of the contract: what it answers says whether one matches. It prints a list of
// true and false.
const http = require("http");
const { readFileSync } = require("fs");
const { makeConsumerPact } = require("@pact-foundation/pact-core");
const expected = JSON.parse(readFileSync(process.argv[2], "utf8")).interactions;
const actual = JSON.parse(readFileSync(process.argv[3], "utf8"));
const V4 = 5;

// serve returns the mock server of one expected request.
function serve({ request: e }) {
  const pact = makeConsumerPact("consumer", "provider", V4, "error");
  const x = pact.newInteraction("request");
  x.withRequest(e.method, e.path);
  for (const [name, values] of Object.entries(e.query ?? {})) [values].flat().forEach((v, n) => x.withQuery(name, n, v));
  for (const [name, values] of Object.entries(e.headers ?? {})) [values].flat().forEach((v, n) => x.withRequestHeader(name, n, v));
  if (e.body) x.withRequestBody(JSON.stringify(e.body.content), e.body.contentType);
  if (e.matchingRules) x.withRequestMatchingRules(JSON.stringify(e.matchingRules));
  x.withStatus(200);
  return [pact, pact.createMockServer("127.0.0.1", 0)];
}

const send = (port, { method, path, headers, body }) =>
  new Promise((done, fail) => {
    const q = http.request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (r) => r.resume().on("end", () => done(r.statusCode)));
    q.on("error", fail).end(body);
  });

(async () => {
  const verdicts = [];
  for (const [i, e] of expected.entries()) {
    const [pact, port] = serve(e);
    verdicts.push((await send(port, actual[i])) === 200);
    pact.cleanupMockServer(port);
  }
  console.log("verdicts:" + JSON.stringify(verdicts));
  process.exit(0);
})();
