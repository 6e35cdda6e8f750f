package pact_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// around puts an interaction into a file of a version.
func around(version, interaction string) string {
	return fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [%s], "metadata": {"pactSpecification": {"version": %q}}}`, interaction, version)
}

func TestReadEveryPart(t *testing.T) {
	c := read(t, example(t))
	if c.Version != contract.V4 || c.Consumer != "billing" || c.Provider != "orders" || len(c.Interactions) != 3 {
		t.Fatalf("got %+v", c)
	}
	if len(c.Unknown) != 1 || c.Unknown[0].Key != "x-extra" || len(c.Metadata) != 1 {
		t.Errorf("unknown members are lost: %+v %+v", c.Unknown, c.Metadata)
	}
	order := c.Interactions[0]
	if order.Key != "001fc64f" || !order.Pending || order.Comments == nil || len(order.States) != 2 || len(order.States[0].Params) != 2 {
		t.Errorf("got %+v", order)
	}
	q := order.Request
	if q.Method != "GET" || q.Path != "/orders/7" || len(q.Query) != 2 || strings.Join(q.Query[0].Values, " ") != "items customer" {
		t.Errorf("got %+v", q)
	}
	if got := string(order.Response.Body.Content); got != `{"id":7,"total":10.50,"z":null,"a":"text","items":[{"sku":"A1"}]}` {
		t.Errorf("the body is %s", got)
	}
	checkMatchers(t, order)
	message, call := c.Interactions[1], c.Interactions[2]
	if message.Kind != contract.Message || string(message.Contents.Body.Content) != `"just a text"` || len(message.Contents.Rules) != 2 {
		t.Errorf("got %+v", message)
	}
	if call.Kind != contract.SyncMessage || call.Transport != "grpc" || call.Plugins == nil || string(call.Contents.Body.Content) != "\x08\x07\xff" || len(call.Unknown) != 1 {
		t.Errorf("got %+v", call)
	}
	var presences []string
	for _, r := range call.Replies {
		presences = append(presences, r.Body.Presence.String())
	}
	if got := strings.Join(presences, " "); got != "empty null missing" {
		t.Errorf("the replies are %s", got)
	}
}

// checkMatchers makes sure that the example has every matcher and generator, with places.
func checkMatchers(t *testing.T, i *contract.Interaction) {
	seen := map[contract.MatcherKind]bool{}
	for _, r := range append(i.Request.Rules, i.Response.Rules...) {
		for _, m := range r.Matchers {
			seen[m.Kind] = true
			if !strings.HasPrefix(m.Span.Text(), `{"match"`) {
				t.Errorf("the matcher at %s stands at %q", r.Path.Text, m.Span.Text())
			}
		}
	}
	for kind := contract.Equality; kind <= contract.IgnoreOrder; kind++ {
		if !seen[kind] {
			t.Errorf("no matcher of kind %d", kind)
		}
	}
	made := map[contract.GeneratorKind]bool{}
	for _, g := range i.Response.Generators {
		made[g.Kind] = true
	}
	for kind := contract.RandomInt; kind <= contract.MockServerURL; kind++ {
		if !made[kind] {
			t.Errorf("no generator of kind %d", kind)
		}
	}
}

func TestPlaces(t *testing.T) {
	text := around("4.0", `{"type": "Synchronous/HTTP", "description": "d", "request": {"method": "GET", "path": "/x"},
  "response": {"status": 200, "headers": {"X": ["1"]}, "body": {"contentType": "application/json", "content": {"a": [1, 22]}}}}`)
	i := read(t, text).Interactions[0]
	for what, got := range map[string]string{
		`"d"`:   i.DescriptionSpan.Text(),
		`"GET"`: i.Request.MethodSpan.Text(),
		`"/x"`:  i.Request.PathSpan.Text(),
		"200":   i.Response.StatusSpan.Text(),
		`["1"]`: i.Response.Headers[0].Span.Text(),
		"22":    i.Response.Body.JSON.Get("a").Items[1].Span.Text(),
	} {
		if got != what {
			t.Errorf("%s stands at %q", what, got)
		}
	}
}

func TestOldVersions(t *testing.T) {
	v2 := read(t, around("2.0.0", `{"description": "d", "provider_state": "s", "request": {"method": "get", "path": "/", "query": "a=1&b=x+y&a=%32&",
		"headers": {"Accept": "text/plain"}, "body": "text",
		"matchingRules": {"$.path": {"match": "regex", "regex": ".*"}, "$.headers.Accept": {"match": "type"}, "$.query.a[0]": {"regex": "\\d"}, "$.body": {"match": "type"}}},
		"response": {"status": 200, "body": {"a": [1]}, "matchingRules": {"$.body.a[*]['b c']": {"min": 1}}}}`)).Interactions[0]
	if len(v2.States) != 1 || v2.States[0].Name != "s" || strings.Join(v2.Request.Query[0].Values, " ") != "1 2" || v2.Request.Query[1].Values[0] != "x y" {
		t.Errorf("got %+v", v2)
	}
	var paths []string
	for _, r := range append(v2.Request.Rules, v2.Response.Rules...) {
		paths = append(paths, r.Category.String()+" "+r.Path.String()+" "+r.Path.Text)
	}
	if got := strings.Join(paths, ", "); got != "path $ , header $.Accept Accept, query $.a[0] $.a[0], body $ $, body $.a[*]['b c'] $.a[*]['b c']" {
		t.Errorf("the rules are %s", got)
	}
	v1 := read(t, around("1.0.0", `{"description": "d", "request": {"method": "get", "path": "/", "query": "a=1"}, "response": {"body": ""}}`)).Interactions[0]
	if v1.Request.QueryText != "a=1" || v1.Response.Body.Presence != contract.Empty || v1.Request.Body.Presence != contract.Missing {
		t.Errorf("got %+v", v1.Request)
	}
	for text, want := range map[string]contract.Version{
		`"messages": []`: contract.V3,
		`"interactions": [{"type": "Synchronous/HTTP", "description": "d", "request": {}, "response": {}}]`:              contract.V4,
		`"interactions": [{"description": "d", "providerStates": [], "request": {}, "response": {}}]`:                    contract.V3,
		`"interactions": [{"description": "d", "request": {}, "response": {}}]`:                                          contract.V2,
		`"interactions": [], "metadata": {"pact-specification": {"version": "3.0.0"}}`:                                   contract.V3,
		`"interactions": [], "metadata": {"pactSpecificationVersion": "1.1.0"}`:                                          contract.V1_1,
		`"interactions": [], "metadata": {"pactSpecificationVersion": "1.0.0", "pactSpecification": {"version": "2.0"}}`: contract.V2,
	} {
		if got := read(t, `{"consumer": {"name": "c"}, "provider": {"name": "p"}, `+text+`}`).Version; got != want {
			t.Errorf("%s is read as %s, want %s", text, got, want)
		}
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	http := func(request, response string) string {
		return around("4.0", `{"type": "Synchronous/HTTP", "description": "d", "request": {`+request+`}, "response": {`+response+`}}`)
	}
	for text, want := range map[string]string{
		`[]`:              `[] an array`,
		`{"consumer":{}}`: `{"consumer":{}} does not say who the provider is`,
		`{"consumer": "x", "provider": {"name": "p"}}`: `"x" "consumer" is a string, but must be an object`,
		around("9.0", ""):  `"9.0" is not known`,
		around("4.0", `1`): `1 an interaction is an object`,
		around("4.0", `{"type": "X", "description": ""}`):                                                                      `"X" are not known, this one is left out`,
		around("4.0", `{"description":"d"}`):                                                                                   `{"description":"d"} the interaction has no request`,
		around("4.0", `{"request":{},"response":{}}`):                                                                          `{"request":{},"response":{}} no description`,
		http(`"method": 1`, ``):                                                                                                `1 "method" is a number`,
		http(`"query": 1`, ``):                                                                                                 `1 "query" is a number`,
		http(`"headers": {"X": {}}`, ``):                                                                                       `{} the value of a header is an object`,
		http(``, `"status": "200"`):                                                                                            `"200" "status" must be a whole number`,
		http(``, `"status": 7`):                                                                                                `7 a status has three digits`,
		http(``, `"body": "x"`):                                                                                                `"x" must be an object with the content`,
		http(``, `"body": {"content": "%", "encoded": "base64"}`):                                                              `"%" said to be base64`,
		http(``, `"body": {"content": "x", "encoded": "rot13"}`):                                                               `"rot13" can't be read`,
		http(``, `"matchingRules": {"body": {"a": {"matchers": []}}}`):                                                         `"a" begins with $`,
		http(``, `"matchingRules": {"body": {"$.a": []}}`):                                                                     `[] a matching rule is an object`,
		http(``, `"matchingRules": {"body": 1}`):                                                                               `1 must be an object`,
		http(``, `"matchingRules": {"cookie": {"x": {}}}`):                                                                     `"cookie" are not known`,
		http(``, `"matchingRules": {"body": {"$": {"matchers": [1]}}}`):                                                        `1 a matcher is an object`,
		http(``, `"matchingRules": {"body": {"$": {"matchers": [{"match": "fuzzy"}]}}}`):                                       `"fuzzy" is not known`,
		http(``, `"matchingRules": {"body": {"$": {"matchers": [{"match":"regex"}]}}}`):                                        `{"match":"regex"} lacks "regex"`,
		http(``, `"matchingRules": {"body": {"$": {"matchers": [{"match": "type", "min": -1}]}}}`):                             `-1 must not be negative`,
		http(``, `"matchingRules": {"status": {"$": {"matchers": [{"match": "statusCode", "status": [1.5]}]}}}`):               `1.5 a status is a whole number`,
		http(``, `"matchingRules": {"body": {"$": {"matchers": [{"match": "arrayContains", "variants": [1]}]}}}`):              `1 a variant is an object`,
		http(``, `"generators": {"body": {"$.a": {"type": "Magic"}}}`):                                                         `"Magic" is not known`,
		http(``, `"generators": {"body": {"$.a": 1}}`):                                                                         `1 a generator is an object`,
		`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "messages": [1]}`:                                              `1 a message is an object`,
		around("2.0.0", `{"description": "d", "request": {"matchingRules": {"$": {"match": "type"}}}, "response": {}}`):        `"$" does not say whether`,
		around("2.0.0", `{"description": "d", "request": {"matchingRules": {"$.cookie": {"match": "type"}}}, "response": {}}`): `"$.cookie" not about "cookie"`,
		http(``, `"matchingRules": {"body": {"$": {"combine": "XOR", "matchers": []}}}`):                                       `"XOR" AND or OR`,
		http(``, `"body": {"contentTyp": "x"}`):                                                                                `"contentTyp" is not known here`,
		`{"consumer": {"name": "c", "x": 1}, "provider": {"name": "p"}}`:                                                       `"x" not written again`,
		`{"consumer": `: ` `,
		"consumer: {}":  `consumer: a Pact file is JSON`,
	} {
		_, findings := pact.Read(source.NewFile("pact.json", []byte(text)))
		place, message, _ := strings.Cut(want, " ")
		found := false
		for _, f := range findings {
			if f.Span.IsZero() || f.Severity < report.Warning {
				t.Errorf("%s: %+v", text, f)
			}
			found = found || strings.HasPrefix(f.Span.Text(), place) && strings.Contains(f.Message, message)
		}
		if !found {
			t.Errorf("%s: want %s, got %v", text, want, findings)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "",
		"deep":  `{"consumer": ` + strings.Repeat(`{"a":`, 50_000),
		"deep contract": `{"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [{"description": "d", "request": {}, "response": {"body": ` +
			strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}}]}`,
		"many mistakes": around("4.0", strings.Repeat("1,", 10_000)+"1"),
		"nested matchers": around("4.0", `{"description": "d", "request": {}, "response": {"matchingRules": {"body": {"$": {"matchers": [`+
			strings.Repeat(`{"match": "eachKey", "rules": [`, 2000)+strings.Repeat("]}", 2000)+`]}}}}}`),
		"huge numbers": around("4.0", `{"description": "d", "request": {}, "response": {"status": 1e999999999, "body": {"content": 1e999999999}}}`),
	} {
		c, findings := pact.Read(source.NewFile("pact.json", []byte(text)))
		if len(findings) > 250 {
			t.Errorf("%s: %d findings", name, len(findings))
		}
		if c == nil {
			continue
		}
		pact.WriteV3(c)
		if text, _ := pact.WriteV4(c); len(text) > 10_000_000 {
			t.Errorf("%s: writes %d bytes", name, len(text))
		}
	}
}
