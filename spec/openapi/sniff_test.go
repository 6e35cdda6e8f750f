package openapi

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	long := strings.Repeat("x: y\n", 20_000)
	for _, test := range []struct {
		name, content string
		want          Class
	}{
		{"yaml", "openapi: 3.1.0\ninfo: {}\n", Root},
		{"quoted", "\"openapi\": '3.0.3'\n", Root},
		{"comment first", "# our API\n---\nopenapi: 3.0.0\n", Root},
		{"key last", "components:\n  schemas: {}\n" + long + "openapi: 3.0.0\n", Root},
		{"byte order mark", "\xef\xbb\xbfopenapi: 3.0.0\n", Root},
		{"utf-16", "\xff\xfeo\x00p\x00e\x00n\x00a\x00p\x00i\x00:\x00 \x003\x00\n\x00", Root},
		{"windows lines", "info:\r\n  title: x\r\nopenapi: 3.0.0\r\n", Root},
		{"json", `{"info": {"openapi": 1}, "openapi": "3.0.0"}`, Root},
		{"minified json, key last", `{"components":{"schemas":{"a\"}":{}}},"openapi":"3.1.0"}`, Root},
		{"flow yaml", `{openapi: 3.0.0, info: {}}`, Root},
		{"unknown version", "openapi: 4.0.0\n", Root},
		{"swagger", "swagger: \"2.0\"\n", Swagger2},
		{"swagger json", `{"swagger": "2.0", "paths": {}}`, Swagger2},
		{"setting of another tool", "openapi: ./spec.yaml\n", NotASpec},
		{"nested key", "config:\n  openapi: 3.0.0\n", NotASpec},
		{"nested json key", `{"config": {"openapi": "3.0.0"}, "a": ["openapi:", 3]}`, NotASpec},
		{"paths", "/users:\n  get: {}\n", Fragment},
		{"components", "components:\n  schemas: {}\n", Fragment},
		{"path item", `{"get": {"responses": {}}}`, Fragment},
		{"schema", "type: object\nproperties: {}\n", Fragment},
		{"JSON Schema", `{"properties": {}, "$schema": "http://json-schema.org/draft-07/schema#"}`, NotASpec},
		{"workflow", "on: push\njobs: {}\n", NotASpec},
		{"list", "- openapi: 3.0.0\n", NotASpec},
		{"deployment", "apiVersion: v1\nkind: Service\n", NotASpec},
		{"empty", "", NotASpec},
		{"truncated", `{"openapi`, NotASpec},
		{"a string that never ends", `{"a": "openapi`, NotASpec},
		{"prose", "All about openapi: 3 things\n", NotASpec},
	} {
		if got := Sniff([]byte(test.content)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
