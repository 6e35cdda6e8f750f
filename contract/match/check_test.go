package match_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
)

func TestCheck(t *testing.T) {
	c := contractOf(t, `{"type": "Synchronous/HTTP", "description": "d", "request": {"matchingRules": {"path": {"matchers": [{"match": "regex", "regex": "(?<=a)b"}]}}},
		"response": {"matchingRules": {
			"status": {"matchers": [{"match": "statusCode", "status": "odd"}, {"match": "statusCode", "status": [200]}]},
			"body": {
				"$.a": {"matchers": [{"match": "date", "format": "QQ"}, {"match": "date"}]},
				"$.b": {"matchers": [{"match": "eachKey", "rules": [{"match": "regex", "regex": "("}]}]},
				"$.c": {"matchers": [{"match": "arrayContains", "variants": [{"rules": {"$": {"matchers": [{"match": "time", "format": "'"}]}}}]}]},
				"$.d": {"matchers": [{"match": "regex", "regex": "^\\d+$"}, {"match": "type"}]}
			}
		}}}`)
	var got []string
	for _, f := range match.Check(c) {
		if f.Rule != match.CannotCheck || f.Span.IsZero() {
			t.Errorf("got %+v", f)
		}
		got = append(got, f.Span.Text())
	}
	want := `{"match": "regex", "regex": "(?<=a)b"}
{"match": "statusCode", "status": "odd"}
{"match": "date", "format": "QQ"}
{"match": "regex", "regex": "("}
{"match": "time", "format": "'"}`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
