package convention

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/words"
)

func tally(names ...string) Tally {
	var t Tally
	for _, name := range names {
		t.Add(name)
	}
	return t
}

func TestDecide(t *testing.T) {
	tests := []struct {
		name      string
		option    string
		names     []string
		preferred words.Case
		want      words.Case
		reason    string
	}{
		{"most", Majority, []string{"check-runs", "rate_limit", "code-scanning"}, words.Snake, words.Kebab,
			"while 2 of 3 names in this API are kebab-case"},
		{"words that fit everything", Majority, []string{"repos", "orgs", "projectsV2"}, words.Kebab, words.Camel,
			"while 3 of 3 names in this API are camelCase"},
		{"a tie", Majority, []string{"order", "LineItem"}, words.Pascal, words.Pascal,
			"while 1 of 2 names in this API are PascalCase"},
		{"the option", "snake", []string{"orderId"}, words.Camel, words.Snake, "and this API has to be snake_case"},
		{"nothing", Majority, nil, words.Kebab, words.Kebab, "while 0 of 0 names in this API are kebab-case"},
	}
	for _, test := range tests {
		got := Options{test.option}.Decide(tally(test.names...), test.preferred)
		if got.Case != test.want || got.Reason("names") != test.reason {
			t.Errorf("%s: %s, %q, want %s, %q", test.name, got.Case, got.Reason("names"), test.want, test.reason)
		}
	}
}

func TestAddTogether(t *testing.T) {
	var counted Tally
	counted.Add("open", "in_progress")
	counted.Add("Open", "in_progress")
	counted.Add("on-hold", "open")
	counted.Add("off-hold")
	want := "while 2 of 4 enums in this API are kebab-case"
	if got := (Options{Majority}).Decide(counted).Reason("enums"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestShared(t *testing.T) {
	for _, names := range [][]string{{"open", "in_progress"}, {"open", "on-hold"}, {"User", "Bot"}, {"USD", "Open"}, {}} {
		if !Shared(names) {
			t.Errorf("%v have a case in common", names)
		}
	}
	for _, names := range [][]string{{"LEFT", "side"}, {"on-hold", "in_progress"}, {"en-AU"}} {
		if Shared(names) {
			t.Errorf("%v have no case in common", names)
		}
	}
}

func TestValidate(t *testing.T) {
	for option, want := range map[string]string{
		"majority": "", "kebab": "", "upper": "",
		"train": `case "train" is none of majority, snake, camel, kebab, pascal and upper`,
		"":      `case "" is none of majority, snake, camel, kebab, pascal and upper`,
	} {
		got := ""
		if err := (Options{option}).Validate(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", option, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	for name, want := range map[string]string{"orderId": "camelCase", "order_id": "snake_case", "order": "lower case", "LEFT": "UPPER_CASE", "Left": "PascalCase", "Order_id": "in no case"} {
		if got := Describe(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
