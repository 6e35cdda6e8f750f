package pactcore_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// answer is what a provider says: to a request, or as a message.
type answer struct {
	status   int // 0: 200
	kind     string
	header   map[string]string
	body     string
	metadata string // of a message: a JSON object
}

const (
	order    = `{"id": "ff", "currency": "EUR", "customer": {"name": "Bo", "vip": false, "more": 1}, "lines": [{"sku": "Z9", "quantity": 7}, {"sku": "B2", "quantity": 1}], "some": ["1", "2", "3"], "nothing": null}`
	values   = `{"integer": -9, "decimal": 0.25, "number": 1.5, "boolean": false, "null": null, "include": "abc", "equality": {"inner": "same"}, "date": "1999-12-31", "time": "00:00", "timestamp": "2000-01-01T00:00:00Z", "values": {"other": 1}}`
	newer    = `{"semver": "2.0.0-rc.1", "notEmpty": "y", "keys": {"k7": "b", "k8": "c"}, "eachValue": {"b": 2, "c": 3}, "contains": [{"kind": "b"}, {"kind": "x"}, {"kind": "a", "n": 99}]}`
	document = `<?xml version="1.0"?><order id="42"><note>bye</note><line sku="B2"/><line sku="C3"/></order>`
	odd      = `{"a.b": "1", "a b": "1", "say \"so\"": "1", "ü": "1", "@id": "1", "#text": "1", "a[0]": "1", "$": "1", "-": "1", "a-b": "1", "x/y": "1"}`
	digits   = `{"1": "v", "2": {"3": "w"}}`
	star     = `{"*": "v", "other": "y"}`
	message  = `{"id": "abc", "total": 0.75, "lines": [{"sku": "x"}, {"sku": "y"}], "more": 1}`
	topic    = `{"topic": "orders", "key": "12", "contentType": "application/json"}`
)

func without(text, part string) answer { return instead(text, part, "") }

func instead(text, part, by string) answer {
	if !strings.Contains(text, part) {
		panic(part)
	}
	return answer{body: strings.Replace(text, part, by, 1), kind: "application/json", header: map[string]string{"X-Rate": "5"}, metadata: topic}
}

// answers are, by the description of the interaction, one that keeps it and some that break it.
var answers = map[string][]answer{
	"an order": {
		instead(order, "", ""), without(order, `"currency": "EUR", `), instead(order, "EUR", "USD"), instead(order, `"ff"`, `"xyz"`), instead(order, `"Bo"`, `7`),
		without(order, `"name": "Bo", `), instead(order, `"Z9"`, `"z9"`), instead(order, `"quantity": 1`, `"quantity": "1"`), without(order, `, "2", "3"`),
		instead(order, `"3"`, `"3", "4"`), without(order, `, "nothing": null`), instead(order, `null`, `""`), instead(order, `{"sku": "Z9", "quantity": 7}, {"sku": "B2", "quantity": 1}`, ""),
		{body: order, kind: "application/json"}, {body: order, kind: "application/json", header: map[string]string{"X-Rate": "many"}},
		{body: order, kind: "text/plain", header: map[string]string{"X-Rate": "5"}}, {status: 201, body: order, kind: "application/json", header: map[string]string{"X-Rate": "5"}},
	},
	"typed values": {
		instead(values, "", ""), instead(values, "-9", "1.5"), instead(values, "0.25", `"0.25"`), instead(values, "1.5", `"1.5"`), instead(values, "false", "0"),
		instead(values, `"null": null`, `"null": 1`), instead(values, "abc", "acc"), instead(values, "same", "other"), instead(values, "1999-12-31", "31.12.1999"),
		instead(values, "00:00", "24:61"), instead(values, "2000-01-01T00:00:00Z", "2000-01-01"), instead(values, `{"other": 1}`, `{"other": 2}`), without(values, `"integer": -9, `),
	},
	"generated values": {
		{status: 201, header: map[string]string{"Location": "http://elsewhere/orders/9"}}, {status: 200, header: map[string]string{"Location": "http://elsewhere/orders/9"}},
		{status: 201, header: map[string]string{"Location": "http://elsewhere/orders/x"}}, {status: 201},
	},
	"nothing to read": {{status: 204}, {status: 200}},
	"a form":          {{kind: "text/plain", body: "ok"}, {kind: "text/plain", body: "no"}},
	"an XML document": {
		{kind: "application/xml", body: document}, {kind: "application/xml", body: strings.Replace(document, "42", "x", 1)},
		{kind: "application/xml", body: strings.Replace(document, "<note>bye</note>", "", 1)}, {kind: "application/xml", body: strings.Replace(document, ` sku="C3"`, "", 1)},
		{kind: "application/xml", body: strings.ReplaceAll(document, "order", "other")},
	},
	"odd keys":             oddAnswers(),
	"a key of digits":      {instead(digits, "", ""), instead(digits, `"v"`, "1"), instead(digits, `"w"`, "1"), without(digits, `"3": "w"`)},
	"a key that is a star": {instead(star, "", ""), instead(star, `"v"`, "1"), without(star, `"*": "v", `)},
	"a picture":            {{kind: "image/png", body: "\x89PNG\r\n\x1a\nmore"}, {kind: "image/png", body: "GIF89a"}},
	"a class of statuses":  {{status: 299}, {status: 404}},
	"what only version 4 has": {
		instead(newer, "", ""), instead(newer, "2.0.0-rc.1", "2.0"), instead(newer, `"y"`, `""`), instead(newer, `"k7"`, `"x"`), instead(newer, `"b": 2`, `"b": "2"`),
		instead(newer, `"n": 99`, `"n": "99"`), without(newer, `{"kind": "b"}, `),
	},
	"an order was placed": {
		instead(message, "", ""), instead(message, "abc", "xyz"), instead(message, "0.75", "7"), without(message, `"total": 0.75, `), instead(message, `"y"`, "1"),
		instead(message, `{"sku": "x"}, {"sku": "y"}`, ""), {body: message, kind: "application/json", metadata: `{"topic": "others", "key": "12", "contentType": "application/json"}`},
		{body: message, kind: "application/json", metadata: `{"topic": "orders", "key": "x", "contentType": "application/json"}`}, {body: message, kind: "application/json", metadata: `{"topic": "orders", "contentType": "application/json"}`},
	},
	"an order is gone":     {{body: "gone", kind: "text/plain", metadata: `{"contentType": "text/plain"}`}, {body: "here", kind: "text/plain", metadata: `{"contentType": "text/plain"}`}},
	"a price is asked for": {instead(`{"price": 1.5}`, "", ""), instead(`{"price": 1.5}`, "1.5", `"1.5"`), instead(`{"price": 1.5}`, "price", "cost")},
}

// oddAnswers has each of the keys with a value of another type.
func oddAnswers() []answer {
	all := []answer{instead(odd, "", "")}
	for i, rest := 0, odd; ; i++ {
		before, after, found := strings.Cut(rest, `: "1"`)
		if !found {
			return all
		}
		key := before[strings.LastIndex(strings.TrimRight(before, `"`), `, "`)+1:]
		all = append(all, instead(odd, key+`: "1"`, key+": 1"))
		rest = after
	}
}

// written are the files that make.js writes.
var written = []string{"shop-orders-v2.json", "shop-orders-v3.json", "shop-orders-v4.json", "shop-messages-v4.json", "shop-calls-v4.json"}

func read(t *testing.T, path string) *contract.Contract {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, findings := pact.Read(source.NewFile(path, content))
	if findings = append(findings, match.Check(c)...); len(findings) > 0 {
		t.Fatalf("%s: %v: %s", path, findings[0].Span.Text(), findings[0].Message)
	}
	return c
}

// Files of the official library are read whole, kept and broken by the answers that ought to.
func TestFilesOfTheOfficialLibrary(t *testing.T) {
	for _, name := range written {
		t.Run(name, func(t *testing.T) {
			c := read(t, filepath.Join("testdata", name))
			for variant := range mostAnswers() {
				for description, held := range ours(t, c, variant) {
					if held != (variant == 0) {
						t.Errorf("%s: %+v held: %v", description, answers[description][variant], held)
					}
				}
			}
		})
	}
}

// TestLikeTheOfficialVerifier holds the verdicts on those files, which are written anew, against those of
// the library's own verifier.
func TestLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	folder := t.TempDir()
	pactcore.Node(t, "testdata/make.js", folder)
	agreed := 0
	for _, name := range written {
		c := read(t, filepath.Join(folder, name))
		if before := read(t, filepath.Join("testdata", name)); !slices.Equal(descriptions(c, 0), descriptions(before, 0)) {
			t.Errorf("%s is another contract than the one that is committed", name)
		}
		for variant := range mostAnswers() {
			asked := descriptions(c, variant)
			if len(asked) == 0 {
				continue
			}
			base := provider(t, c, variant)
			theirs := pactcore.Verify(t, pactcore.Options{
				Provider: c.Provider, ProviderBaseURL: base.String(), PactURLs: []string{filepath.Join(folder, name)}, Transports: messages(t, base),
			}, asked)
			for description, held := range ours(t, c, variant) {
				if held != theirs[description] {
					t.Errorf("%s: %s: of %+v ours is %v, the official verdict is %v", name, description, answers[description][variant], held, theirs[description])
					continue
				}
				agreed++
			}
		}
	}
	t.Logf("%d verdicts agree", agreed)
}

func messages(t *testing.T, base *url.URL) []pactcore.Transport {
	t.Helper()
	port, err := strconv.Atoi(base.Port())
	if err != nil {
		t.Fatal(err)
	}
	return []pactcore.Transport{{Protocol: "message", Scheme: "http", Port: port, Path: "/_messages"}}
}

// mostAnswers returns how many answers the interaction with the most of them has.
func mostAnswers() int {
	most := 0
	for _, all := range answers {
		most = max(most, len(all))
	}
	return most
}

// descriptions returns which interactions have that many answers.
func descriptions(c *contract.Contract, variant int) []string {
	var all []string
	for _, i := range c.Interactions {
		if variant < len(answers[i.Description]) {
			all = append(all, i.Description)
		}
	}
	return all
}

// ours returns our verdicts on the answers of that number.
func ours(t *testing.T, c *contract.Contract, variant int) map[string]bool {
	t.Helper()
	verdicts := map[string]bool{}
	base := provider(t, c, variant)
	for _, o := range verify.Verify(t.Context(), []*contract.Contract{c}, playing(base, base)) {
		d := o.Interaction.Description
		if variant >= len(answers[d]) {
			continue
		}
		if o.Verdict == verify.NotVerified {
			t.Errorf("%s is not verified: %s", d, o.Why)
		}
		verdicts[d] = o.Verdict == verify.Held
	}
	return verdicts
}

// playing says where the provider is, and where it makes messages.
func playing(provider, messages *url.URL) verify.Options {
	return verify.Options{Provider: provider, Messages: verify.NewMessageHook(messages.JoinPath("_messages"), nil, verify.Options{})}
}

// provider gives the answers of that number, and to all else none.
func provider(t *testing.T, c *contract.Contract, variant int) *url.URL {
	t.Helper()
	give := func(w http.ResponseWriter, i *contract.Interaction) {
		if all := answers[i.Description]; variant < len(all) {
			all[variant].write(w)
			return
		}
		w.WriteHeader(http.StatusNotImplemented)
	}
	mux := http.NewServeMux()
	for _, i := range c.Interactions {
		if i.Kind == contract.HTTP {
			mux.HandleFunc(i.Request.Method+" "+i.Request.Path, func(w http.ResponseWriter, _ *http.Request) { give(w, i) })
		}
	}
	mux.HandleFunc("POST /_messages", func(w http.ResponseWriter, r *http.Request) {
		asked := make([]byte, 4096)
		n, _ := r.Body.Read(asked)
		for _, i := range c.Interactions {
			if strings.Contains(string(asked[:n]), `"description":`+strconv.Quote(i.Description)) {
				give(w, i)
			}
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func (a answer) write(w http.ResponseWriter) {
	w.Header()["Content-Type"] = nil // none is guessed
	if a.kind != "" {
		w.Header().Set("Content-Type", a.kind)
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if a.metadata != "" {
		w.Header().Set("Pact-Message-Metadata", base64.StdEncoding.EncodeToString([]byte(a.metadata)))
	}
	w.WriteHeader(max(a.status, 200))
	_, _ = w.Write([]byte(a.body))
}
