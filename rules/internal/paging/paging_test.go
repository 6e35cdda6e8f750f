package paging_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// list returns the one operation of a document, from its parameters and its answer as flow YAML.
func list(t *testing.T, parameters, response string) *spec.Operation {
	t.Helper()
	text := fmt.Sprintf(`openapi: 3.1.0
info: {title: Lists, version: 1.0.0}
paths:
  /v1/orders:
    get:
      parameters: [%s]
      responses: {"200": {description: Orders., %s}}
`, parameters, response)
	apis := linttest.Load(t, map[string]string{"orders.yaml": text})
	return apis[0].Services[0].Operations[0]
}

func query(name string) string {
	return fmt.Sprintf("{name: %q, in: query, schema: {type: integer}}", name)
}

func body(schema string) string {
	return "content: {application/json: {schema: " + schema + "}}"
}

func page(properties string) string {
	return body("{type: object, properties: {data: {type: array, items: {type: object}}, " + properties + "}}")
}

// describe writes what was found: the names of the inputs, and how the answer leads on.
func describe(p paging.Paging) string {
	var parts []string
	for _, part := range []struct {
		name  string
		input *spec.Input
	}{{"size", p.Size}, {"token", p.Token}, {"place", p.Place}} {
		if part.input != nil {
			parts = append(parts, part.name+"="+part.input.Name)
		}
	}
	if p.Next {
		parts = append(parts, "next")
	}
	if p.Link {
		parts = append(parts, "link")
	}
	for _, f := range []*spec.Field{p.NextToken, p.Total} {
		if f != nil {
			parts = append(parts, f.Name)
		}
	}
	return strings.Join(parts, " ")
}

func TestOf(t *testing.T) {
	array := body("{type: array, items: {type: object}}")
	tests := []struct {
		style, parameters, response, want string
	}{
		{"AIP-158", query("page_size") + "," + query("page_token"), page("next_page_token: {type: string}"), "size=page_size token=page_token next next_page_token"},
		{"camel case", query("pageSize") + "," + query("pageToken"), page("nextPageToken: {type: string}"), "size=pageSize token=pageToken next nextPageToken"},
		{"GitHub", query("per_page") + "," + query("page"), "headers: {Link: {schema: {type: string}}}, " + array, "size=per_page place=page link"},
		{"Stripe", query("limit") + "," + query("starting_after"), page("has_more: {type: boolean}"), "size=limit place=starting_after next"},
		{"JSON:API", query("page[size]") + "," + query("page[number]"), page("links: {type: object, properties: {next: {type: string}}}"), "size=page[size] place=page[number] link"},
		{"OData", query("$top") + "," + query("$skip"), page(`"@odata.nextLink": {type: string}`), "size=$top place=$skip link"},
		{"Slack", query("limit") + "," + query("cursor"), page("response_metadata: {type: object, properties: {next_cursor: {type: string}}}"), "size=limit token=cursor next next_cursor"},
		{"AWS", query("MaxResults") + "," + query("NextToken"), page("NextToken: {type: string}"), "size=MaxResults token=NextToken next NextToken"},
		{"a deep object", "{name: page, in: query, schema: {type: object, properties: {size: {type: integer}, cursor: {type: string}}}}", array, "size=size token=cursor"},
		{"none", query("filter"), array, ""},
		{"a cursor that may be anything", query("cursor"), page("cursor: {type: string}"), "token=cursor next"},
		{"a total in an object", query("page"), page("meta: {type: object, properties: {total_count: {type: integer}}}"), "place=page total_count"},
		{"a place, and prose about a header for it", `{name: after, in: query, description: "See the Link header.", schema: {type: string}}`, array, "place=after link"},
		{"a place, and prose about a header", `{name: cursor, in: query, description: "See the Link header.", schema: {type: string}}`, array, "token=cursor link"},
	}
	for _, test := range tests {
		if got := describe(paging.Of(list(t, test.parameters, test.response))); got != test.want {
			t.Errorf("%s: %q, want %q", test.style, got, test.want)
		}
	}
}

func TestSaysMaximum(t *testing.T) {
	// Sentences of googleapis, GitHub and Stripe.
	for doc, want := range map[string]bool{
		"The maximum value is 1000; values above 1000 will be coerced to 1000.":       true,
		"The number of results per page (max 100).":                                   true,
		"Limit can range between 1 and 100, and the default is 10.":                   true,
		"Acceptable values are `0` to `500`, inclusive. (Default: `500`)":             true,
		"If unspecified, at most 50 books will be returned.":                          true,
		"Must be less than or equal to 500.":                                          true,
		"Valid range: [1, 250].":                                                      true,
		"Page size, <= 200.":                                                          true,
		"The maximum number of items to return.":                                      false,
		"The maximum number of items to return. Default is 100.":                      false,
		"Maximum number of results, default 20":                                       false,
		"Requested page size. Server may return fewer items than requested.":          false,
		"A page_size which is strictly positive will return at most that many items.": false,
		"Defaults to 0 if not specified, which means no limit.":                       false,
		"": false,
		"The maximum number of datasets to return per page. If unspecified (or zero), all will be returned.": false,
		"The maximum allowed is 1,000.":                                                                     true,
		"Requests with a page size greater than 100 are refused.":                                           true,
		"If not specified, a default value of 50 will be used by the service. The response can be partial.": false,
	} {
		if got := paging.SaysMaximum(doc); got != want {
			t.Errorf("%q states a maximum: %v, want %v", doc, got, want)
		}
	}
}

func TestBounded(t *testing.T) {
	tests := map[string]struct {
		operation *spec.Operation
		want      bool
	}{
		"nothing said":      {list(t, "", body("{type: array, items: {type: object}}")), false},
		"maxItems":          {list(t, "", body("{type: array, maxItems: 9, items: {type: object}}")), true},
		"an enum":           {list(t, "", body("{type: array, items: {type: string, enum: [a, b]}}")), true},
		"words":             {list(t, "", body(`{type: array, description: "At most 10 orders.", items: {type: object}}`)), true},
		"a number in words": {list(t, "", body(`{type: array, description: "There can be up to three of them.", items: {type: object}}`)), true},
		"the last few":      {list(t, "", body(`{type: array, description: "The last few orders.", items: {type: object}}`)), true},
		"policy of a field": {list(t, "", body("{type: object, properties: {data: {type: array, items: {type: object}, x-bylaw-bounded: true}}}")), true},
		"policy says no":    {list(t, "", body("{type: object, properties: {data: {type: array, items: {type: object}, x-bylaw-bounded: false}}}")), false},
	}
	for name, test := range tests {
		collection, ok := standard.CollectionOf(words.English(), test.operation)
		if got := ok && paging.Bounded(test.operation, collection); got != test.want {
			t.Errorf("%s: bounded %v, want %v", name, got, test.want)
		}
	}
}

func TestMaximum(t *testing.T) {
	for schema, want := range map[string]bool{
		"{type: integer}":                            false,
		"{type: integer, minimum: 1}":                false,
		"{type: integer, maximum: 100}":              true,
		"{type: integer, exclusiveMaximum: 101}":     true,
		"{type: integer, enum: [10, 50]}":            true,
		"{type: integer, description: Up to 100.}":   true,
		"{type: integer, description: As you wish.}": false,
	} {
		o := list(t, "{name: limit, in: query, schema: "+schema+"}", body("{type: array, items: {type: object}}"))
		if got := paging.Maximum(paging.Of(o).Size, true); got != want {
			t.Errorf("%s has a maximum: %v, want %v", schema, got, want)
		}
	}
}
