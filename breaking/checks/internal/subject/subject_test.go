package subject

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

func TestOf(t *testing.T) {
	cases := map[string]string{
		"POST /things/requestBody/content/application~1json/schema":                        "the request body",
		"POST /things/requestBody/content/application~1json/schema/properties/a~1b":        `"a/b"`,
		"POST /things/responses/200/content/application~1json/schema/properties/e/items":   `an item of "e"`,
		"POST /things/responses/200/content/application~1json/schema/additionalProperties": "a value of the response 200",
		"GET /things/parameters/query/limit/schema":                                        `the parameter "limit"`,
		"GET /things/responses/200/headers/ETag/schema":                                    `the header "ETag"`,
		"#/components/schemas/Thing":                                                       `"Thing"`,
		"#/components/schemas/Thing/allOf/1":                                               `"Thing"`,
		"#/components/schemas/Thing/properties/tags/items/oneOf/0":                         `"tags"`,
		"somewhere else": "the value",
	}
	for id, want := range cases {
		if got := Of(&spec.Node{Local: id}); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}
