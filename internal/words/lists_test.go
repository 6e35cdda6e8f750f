package words

import (
	"slices"
	"strings"
	"testing"
)

func TestSetByServer(t *testing.T) {
	for _, name := range []string{"created_at", "createTime", "updatedAt", "self_link", "CREATED"} {
		if !English().SetByServer(name) {
			t.Errorf("%s is set by servers", name)
		}
	}
	for _, name := range []string{"", "create", "expires_at", "start_time", "created_by", "id"} {
		if English().SetByServer(name) {
			t.Errorf("%s may be set by callers", name)
		}
	}
}

func TestUncountable(t *testing.T) {
	for word, want := range map[string]bool{"content": true, "history": true, "order": false, "orders": false, "": false} {
		if English().Uncountable(word) != want {
			t.Errorf("Uncountable(%q) = %v", word, !want)
		}
	}
}

// TestEndings judges the last words of lists in googleapis, GitHub and Stripe that are no plurals.
func TestEndings(t *testing.T) {
	tests := map[string]string{
		"cert_chain": "collective", "allow_list": "collective", "secret_env": "collective", "change_history": "uncountable",
		"claims_supported": "qualifier", "languages_spoken": "qualifier", "unreachable": "qualifier", "currently_due": "qualifier",
		"repositories_added": "qualifier", "exclude": "qualifier", "request_cookies_to_exclude": "qualifier",
		"policy": "", "waypoint": "", "logo_asset": "", "speed": "", "feed_item": "",
	}
	for name, want := range tests {
		all := Split(name)
		got := ""
		switch last := all[len(all)-1]; {
		case English().Collective(last):
			got = "collective"
		case English().Uncountable(last):
			got = "uncountable"
		case English().Qualifier(last):
			got = "qualifier"
		}
		if got != want {
			t.Errorf("%s ends in a %q, want %q", name, got, want)
		}
	}
	for word, want := range map[string]bool{"by": true, "of": true, "offer": false, "order": false, "": false} {
		if Preposition(word) != want {
			t.Errorf("Preposition(%q) = %v", word, !want)
		}
	}
}

// TestListsAreSorted keeps the lists readable: sorted, each line once, nothing but names.
func TestListsAreSorted(t *testing.T) {
	lists := map[string]string{
		"serverset.txt": serverSetText, "uncountable.txt": uncountableText, "collective.txt": collectiveText, "qualifier.txt": qualifierText,
	}
	for name, text := range lists {
		list := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		list = slices.DeleteFunc(list, func(line string) bool { return strings.HasPrefix(line, "#") })
		if len(list) != len(set(text)) || !slices.IsSorted(list) {
			t.Errorf("%s is not sorted, or holds a line twice", name)
		}
		for _, line := range list {
			if !Snake.Has(line) {
				t.Errorf("%s: %q is no name in snake_case", name, line)
			}
		}
	}
}
