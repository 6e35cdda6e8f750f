package http

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

const messages = `
message Empty {}
enum Colour { COLOUR_UNSPECIFIED = 0; }
message Shelf { string name = 1; map<string, string> labels = 2; Shelf inner = 3; repeated int32 sizes = 4; Any_ any = 5; }
message Any_ { google.protobuf.Any value = 1; google.protobuf.Timestamp at = 2; }
message Request {
  string name = 1; repeated string names = 2; map<string, string> labels = 3; Shelf shelf = 4; Colour colour = 5;
  google.protobuf.Timestamp time = 6;
}
message Plain { string name = 1; string id = 2; repeated string tags = 3; google.protobuf.FieldMask mask = 4; }
`

func load(t *testing.T, services string) *spec.API {
	t.Helper()
	text := "syntax = \"proto3\"; package shop.v1;\nimport \"google/api/annotations.proto\"; import \"google/protobuf/any.proto\";\n" +
		"import \"google/protobuf/timestamp.proto\"; import \"google/protobuf/field_mask.proto\"; import \"google/api/field_behavior.proto\";\n" + messages + services
	apis, findings := proto.Load(context.Background(), proto.Config{Tree: memtree.New(map[string]string{"shop.proto": text}), Files: []string{"shop.proto"}})
	for _, f := range findings {
		t.Fatal(f.Message)
	}
	i := slices.IndexFunc(apis, func(a *spec.API) bool { return a.Name == "shop.v1" })
	return apis[i]
}

// rpc declares one of a service with a rule.
func rpc(signature, rule string) string {
	return fmt.Sprintf("service S { rpc Do%s { option (google.api.http) = {%s}; } }", signature, rule)
}

const (
	plain = "(Plain) returns (Plain)"
	rich  = "(Request) returns (Shelf)"
	all   = ` body: "*"`
)

// Each rule with what is said of it: the rule, what is marked, and the message.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ name, services, want string }{
		{"nothing", rpc(plain, `get: "/v1/{name=shelves/*}"`), ""},
		{"everything that http.proto has", rpc(plain, `post: "/v1/*/{name=a/*/b/**}:do" body: "*" additional_bindings { custom { kind: "HEAD" path: "/v1/{id}" } } additional_bindings { custom { kind: "*" path: "/" } }`), ""},
		{"nested and enum and time", rpc(rich, `post: "/{shelf.inner.name}/{colour}/{time}"`+all), ""},
		{"no rule", "service S { rpc Do(Plain) returns (Plain); }", ""},

		{"no slash", rpc(plain, `get: "v1/x"`), `error binding-template v1/x no request can be routed by this template: it must begin with /`},
		{"no close", rpc(plain, `get: "/v1/{name"`), `error binding-template /v1/{name no request can be routed by this template: a { has no }`},
		{"stray close", rpc(plain, `get: "/v1/name}"`), `error binding-template /v1/name} no request can be routed by this template: text beside a variable can only be a verb, which begins with a colon`},
		{"text beside", rpc(plain, `get: "/v1/{name}.json"`), `error binding-template /v1/{name}.json no request can be routed by this template: text beside the variable {name} can only be a verb, which begins with a colon`},
		{"text before", rpc(plain, `get: "/v1/x{name}"`), `error binding-template /v1/x{name} no request can be routed by this template: text beside a variable can only be a verb, which begins with a colon`},
		{"empty segment", rpc(plain, `get: "/v1//x"`), `error binding-template /v1//x no request can be routed by this template: a segment is empty`},
		{"slash at the end", rpc(plain, `get: "/v1/x/"`), `error binding-template /v1/x/ no request can be routed by this template: a segment is empty`},
		{"twice", rpc(plain, `get: "/v1/{name}/{name}"`), `error binding-template /v1/{name}/{name} no request can be routed by this template: the variable name occurs twice`},
		{"within", rpc(plain, `get: "/v1/{name=a/{id}}"`), `error binding-template /v1/{name=a/{id}} no request can be routed by this template: the variable name has a variable within`},
		{"two tails", rpc(plain, `get: "/v1/{name=**}/{id=**}"`), `error binding-template /v1/{name=**}/{id=**} no request can be routed by this template: only one ** can be told from the text around it`},
		{"half a wildcard", rpc(plain, `get: "/v1/a*"`), `error binding-template /v1/a* no request can be routed by this template: the segment a* is neither text nor * nor **`},
		{"query", rpc(plain, `get: "/v1/a?b=c"`), `error binding-template /v1/a?b=c no request can be routed by this template: a path has neither query nor fragment`},
		{"empty pattern", rpc(plain, `get: ""`), `error binding-template get no request can be routed by this template: it must begin with /`},
		{"no pattern", rpc(plain, ` body: "*" `), `error binding-template { body: "*" } the rule names no HTTP method and path, so nothing can reach Do by it`},
		{"no kind", rpc(plain, `custom { path: "/x" }`), `error binding-template { path: "/x" } the custom pattern has no kind, so no HTTP method reaches Do by it`},
		{"bad kind", rpc(plain, `custom { kind: "GET IT" path: "/x" }`), `error binding-template /x no request can be routed by this template: the method GET IT is no token of HTTP`},

		{"no field", rpc(plain, `get: "/v1/{nam}"`), `error binding-field nam the variable nam of the path names no field: Plain has none called nam`},
		{"no inner field", rpc(rich, `post: "/v1/{shelf.nam}"`+all), `error binding-field shelf.nam the variable shelf.nam of the path names no field: Shelf has none called nam`},
		{"by json name", rpc(rich, `post: "/v1/{Name}"`+all), `error binding-field Name the variable Name of the path names no field: Request has none called Name`},
		{"repeated", rpc(rich, `post: "/v1/{names}"`+all), `error binding-field names the variable names of the path is repeated`},
		{"map", rpc(rich, `post: "/v1/{labels}"`+all), `error binding-field labels the variable labels of the path is a map`},
		{"message", rpc(rich, `post: "/v1/{shelf}"`+all), `error binding-field shelf the variable shelf of the path is a message`},
		{"through a map", rpc(rich, `post: "/v1/{labels.x}"`+all), `error binding-field labels.x the variable labels.x of the path leads through labels, which is a map`},
		{"through a scalar", rpc(rich, `post: "/v1/{name.x}"`+all), `error binding-field name.x the variable name.x of the path names no field: the type has none called x`},

		{"body", rpc(plain, `post: "/x" body: "naam"`), `error binding-body "naam" body names no field: Plain has none called naam`},
		{"inner body", rpc(rich, `post: "/x" body: "shelf.inner" additional_bindings { post: "/y" body: "*" }`), `error binding-body "shelf.inner" body names no field: Request has none called shelf.inner`},
		{"body of an additional one", rpc(plain, `get: "/x" additional_bindings { post: "/x" body: "y" }`), `error binding-body "y" body names no field: Plain has none called y`},
		{"response", rpc(plain, `get: "/x" response_body: "naam"`), `error binding-body "naam" response_body names no field: Plain has none called naam`},
		{"get with a body", rpc(plain, `get: "/x" body: "*"`), `error binding-body "*" the body of GET has no meaning in HTTP, and proxies drop it, so Do loses its fields`},
		{"delete with a body", rpc(plain, `delete: "/x" body: "id"`), `error binding-body "id" the body of DELETE has no meaning in HTTP, and proxies drop it, so Do loses id`},

		{"nested", rpc(plain, `get: "/x" additional_bindings { get: "/y" additional_bindings { get: "/z" } }`), `error binding-nested additional_bindings a binding within additional_bindings has additional_bindings itself, which nothing serves`},

		{"map in the query", rpc(rich, `get: "/x"`), `warning unbound-field /x no binding of Do carries labels: it is a map, which no query can hold
warning unbound-field /x no binding of Do carries shelf.any.value: it is any JSON (google.protobuf.Any), which no query can hold
warning unbound-field /x no binding of Do carries shelf.labels: it is a map, which no query can hold`},
		{"body of one field", rpc(rich, `post: "/x" body: "shelf"`), `warning unbound-field /x no binding of Do carries labels: it is a map, which no query can hold`},
		{"another binding carries it", rpc(rich, `get: "/x" additional_bindings { post: "/x" body: "*" }`), ""},
		{"stream", rpc("(stream Plain) returns (Plain)", `get: "/x"`), `warning stream-without-body get Do takes a stream, but GET /x has no body that could carry it: one message is read from path and query`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(Check(load(t, c.services))); got != strings.ReplaceAll(c.want, "so Do loses", "so Do loses") && got != strings.NewReplacer("so GET loses", "so Do loses", "so Do loses", "so Do loses").Replace(c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// told is what findings say, with the text that they mark.
func told(findings []report.Finding) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", f.Severity, strings.TrimPrefix(f.Rule, "generate/"), f.Span.Text(), f.Message))
	}
	return strings.Join(lines, "\n")
}

// Routes of all services are compared, and both places told.
func TestCollisions(t *testing.T) {
	service := func(name string, rules ...string) string {
		text := "service " + name + " {\n"
		for i, rule := range rules {
			text += fmt.Sprintf("rpc Do%d%s { option (google.api.http) = {%s}; }\n", i, plain, rule)
		}
		return text + "}\n"
	}
	for _, c := range []struct{ name, services, want, related string }{
		{"names differ", service("A", `get: "/v1/{name}"`, `get: "/v1/{id}"`), "error binding-collision /v1/{id} GET /v1/{id} of A.Do1 matches the same requests as /v1/{name} of A.Do0, and neither is more specific", "/v1/{name}"},
		{"services", service("A", `get: "/v1/{name=a/*}"`) + service("B", `get: "/v1/a/{id}"`), "error binding-collision /v1/a/{id} GET /v1/a/{id} of B.Do0 matches the same requests as /v1/{name=a/*} of A.Do0, and neither is more specific", "/v1/{name=a/*}"},
		{"one rpc", service("A", `get: "/v1/{name}" additional_bindings { get: "/v1/{id}" }`), "error binding-collision /v1/{id} GET /v1/{id} matches the same requests as /v1/{name}, another binding of Do0", "/v1/{name}"},
		{"escapes", service("A", `get: "/v1/%61"`, `get: "/v1/a"`), "error binding-collision /v1/a GET /v1/a of A.Do1 matches the same requests as /v1/%61 of A.Do0, and neither is more specific", "/v1/%61"},
		{"hidden", service("A", `get: "/{name=a/**}"`, `get: "/{name=a/**}/{id}"`), "warning binding-hidden /{name=a/**} requests for A.Do0 reach A.Do1 where its ** stands for any segment, for /{name=a/**}/{id} says more of them", "/{name=a/**}/{id}"},

		{"the same twice", service("A", `get: "/v1/{name}" additional_bindings { get: "/v1/{name}" }`), "", ""},
		{"methods", service("A", `get: "/v1/{name}"`, `delete: "/v1/{name}"`), "", ""},
		{"any method", service("A", `get: "/v1/{name}"`, `custom { kind: "*" path: "/v1/{name}" }`), "", ""},
		{"a literal", service("A", `get: "/v1/{name}"`, `get: "/v1/a"`), "", ""},
		{"a verb", service("A", `get: "/v1/{name}"`, `get: "/v1/{name}:do"`, `get: "/v1/{name}:redo"`), "", ""},
		{"length", service("A", `get: "/v1/{name=**}"`, `get: "/v1/{name=a/*}"`), "", ""},
		{"a slash within", service("A", `get: "/v1/a%2Fb"`, `get: "/v1/a/b"`), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Check(load(t, c.services))
			if got := told(found); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if len(found) == 1 && found[0].Related[0].Span.Text() != c.related {
				t.Errorf("the other place is %q", found[0].Related[0].Span.Text())
			}
		})
	}
}

// Services of several packages that one server serves share its routes.
func TestSeveralPackages(t *testing.T) {
	a, b := load(t, rpc(plain, `get: "/v1/a"`)), load(t, rpc(plain, `get: "/v1/a"`))
	if len(Check(a)) != 0 || len(Check(a, b)) != 1 {
		t.Error("two packages")
	}
}

// What is said is explained, with the severity that it is said with.
func TestDiagnostics(t *testing.T) {
	all := Diagnostics()
	if !slices.IsSortedFunc(all, func(a, b report.Diagnostic) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("not sorted")
	}
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) < 5 {
		t.Fatal(sources, err)
	}
	said := map[string]bool{}
	call := regexp.MustCompile(`c\.(refuse|warn)\([^"]*"([a-z-]+)"`)
	for _, name := range sources {
		text, _ := os.ReadFile(name)
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			severity := map[string]report.Severity{"refuse": report.Error, "warn": report.Warning}[m[1]]
			said["generate/"+m[2]] = true
			if !slices.ContainsFunc(all, func(d report.Diagnostic) bool { return d.ID == "generate/"+m[2] && d.Severity == severity }) {
				t.Errorf("%s is said and not explained", m[2])
			}
		}
	}
	for _, d := range all {
		if !said[d.ID] || !strings.HasSuffix(d.Help, ".") {
			t.Errorf("%s is explained and never said, or ends without a full stop", d.ID)
		}
	}
}
