package validation

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/words"
)

func TestDocumented(t *testing.T) {
	for _, test := range []struct {
		kind, name, doc string
		want            bounds
	}{
		{text, "title", "The title. The maximum size is 255 characters.", bounds{"", "255"}},
		{text, "description", "The maximum description length\nis 140 characters.", bounds{"", "140"}},
		{text, "name", "Must be between 1 and 64 characters and may only contain letters.", bounds{"1", "64"}},
		{text, "name", "Up to 1,000 UTF-8 characters.", bounds{}},
		{text, "name", "Must not exceed `500` characters.", bounds{"", "500"}},
		{text, "name", "At most 40 alphanumeric chars.", bounds{"", "40"}},
		{text, "message", "The maximum size is 64 KB.", bounds{}},
		{text, "name", "Names longer than 64 characters are refused.", bounds{}}, // says it the other way round
		{text, "name", "Up to 64 characters; what is longer is truncated.", bounds{}},
		{text, "name", "Up to 64 characters, or up to 32 characters in the old API.", bounds{}},
		{text, "tags", "Up to 64 characters each.", bounds{}},
		{text, "name", "Up to 64 characters if it is a nickname.", bounds{}},
		{number, "month", "An integer between `1` and `12`. The default is this month.", bounds{"1", "12"}},
		{number, "limit", "Limit can range between 1 and 100, and the default is 10.", bounds{"1", "100"}},
		{number, "wait", "Must be between 0 and 43,200 (30 days).", bounds{"0", "43200"}},
		{number, "per_page", "The number of results per page (max 100). For more, see there.", bounds{"", "100"}},
		{number, "count", "Use a number between 1 and 6 or 0 to not require reviewers.", bounds{}},
		{number, "count", "Use a number between 1 and 6, or 0.", bounds{}},
		{number, "ratio", "Between 0 and 1.5.", bounds{}},
		{number, "date", "Can be up to 48 hours in the past.", bounds{}},
		{number, "date", "Between 1 and 48 hours.", bounds{}},
		{list, "allowed_values", "The property can have up to 200 allowed values.", bounds{"", "200"}},
		{list, "custom_fields", "Up to 2 fields are supported.", bounds{"", "2"}},
		{list, "line_items", "There is a maximum of 100 line items.", bounds{"", "100"}},
		{list, "apps", "The list of users, apps, and teams in total is limited to 100 items.", bounds{}},
		{list, "credentials", "Up to 1000 per request.", bounds{}},
		{list, "names", "Up to 10 users have them.", bounds{}},
		{list, "names", "", bounds{}},
	} {
		if got := documented(words.English(), test.kind, test.name, test.doc); got != test.want {
			t.Errorf("%s %s, %q: %+v, want %+v", test.kind, test.name, test.doc, got, test.want)
		}
	}
}
