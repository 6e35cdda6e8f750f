package standard_test

import (
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

func load(t *testing.T, name string) []*spec.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var operations []*spec.Operation
	for _, api := range linttest.Load(t, map[string]string{name: string(text)}) {
		if !api.Imported {
			spec.Walk(api, &spec.Visitor{Operation: func(o *spec.Operation) { operations = append(operations, o) }})
		}
	}
	return operations
}

func TestClassifyPaths(t *testing.T) {
	operations := load(t, "methods.yaml")
	if len(operations) != 39 {
		t.Errorf("%d operations", len(operations))
	}
	for _, o := range operations {
		want, _ := o.Attr("x-method")
		if got := standard.Classify(words.English(), o); got.String() != want.Value.String() {
			t.Errorf("%s (%s) is taken for a %s, and is a %s", standard.Label(o), o.Name, got, want.Value)
		}
	}
}

func TestClassifyRPCs(t *testing.T) {
	operations := load(t, "methods.proto")
	if len(operations) != 17 {
		t.Errorf("%d operations", len(operations))
	}
	for _, o := range operations {
		if got := standard.Classify(words.English(), o); got.String() != strings.TrimSpace(o.Doc) {
			t.Errorf("%s is taken for a %s, and is a %s", standard.Label(o), got, o.Doc)
		}
	}
}

func TestCollectionOf(t *testing.T) {
	want := map[string]string{
		"GET /repos/{owner}/{repo}/issues":            "the answer",
		"GET /v1/customers":                           "data",
		"GET /repos/{owner}/{repo}/actions/artifacts": "artifacts",
		"GET /v1/customers/{customer}":                "nothing",
		"ListOrders":                                  "orders",
		"GetOrder":                                    "lines",
		"CancelOrder":                                 "lines",
	}
	for _, o := range append(load(t, "methods.yaml"), load(t, "methods.proto")...) {
		label := standard.Label(o)
		if want[label] == "" {
			continue
		}
		got := "nothing"
		if c, ok := standard.CollectionOf(words.English(), o); ok && c.Field != nil {
			got = c.Field.Name
		} else if ok {
			got = "the answer"
		}
		if got != want[label] {
			t.Errorf("%s lists %s, want %s", label, got, want[label])
		}
		delete(want, label)
	}
	if len(want) > 0 {
		t.Errorf("never seen: %v", want)
	}
}

func TestLabel(t *testing.T) {
	for _, o := range load(t, "methods.proto") {
		if o.Name == "List" && standard.Label(o) != "OrderService.List" {
			t.Errorf("a mere verb is called %s", standard.Label(o))
		}
	}
}

func TestEnd(t *testing.T) {
	for raw, want := range map[string]spec.PathPart{
		"/v1/orders":                      {Kind: spec.Literal, Text: "orders"},
		"/v1/orders/{id}":                 {Kind: spec.Variable, Text: "id"},
		"/v1/{name=shops/*/orders/*}":     {Kind: spec.Variable, Text: "name"},
		"/v1/{parent=shops/*}/orders":     {Kind: spec.Literal, Text: "orders"},
		"/v1/{name=orders/*}:cancel":      {Kind: spec.Verb, Text: "cancel"},
		"/":                               {},
		"/repos/compare/{base}...{head}":  {Kind: spec.Variable, Text: "head"},
		"/v1/{name=operations/**}/result": {Kind: spec.Literal, Text: "result"},
	} {
		got := standard.End(spec.ParsePath(raw, spec.Path{}.Span))
		if got.Kind != want.Kind || got.Text != want.Text {
			t.Errorf("%s ends in %q (kind %d), want %q (kind %d)", raw, got.Text, got.Kind, want.Text, want.Kind)
		}
	}
}
