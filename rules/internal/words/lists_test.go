package words

import (
	"slices"
	"strings"
	"testing"
)

func TestSetByServer(t *testing.T) {
	for _, name := range []string{"created_at", "createTime", "updatedAt", "self_link", "CREATED"} {
		if !SetByServer(name) {
			t.Errorf("%s is set by servers", name)
		}
	}
	for _, name := range []string{"", "create", "expires_at", "start_time", "created_by", "id"} {
		if SetByServer(name) {
			t.Errorf("%s may be set by callers", name)
		}
	}
}

func TestUncountable(t *testing.T) {
	for word, want := range map[string]bool{"content": true, "history": true, "order": false, "orders": false, "": false} {
		if Uncountable(word) != want {
			t.Errorf("Uncountable(%q) = %v", word, !want)
		}
	}
}

// TestListsAreSorted keeps the lists readable: sorted, each line once, nothing but names.
func TestListsAreSorted(t *testing.T) {
	for name, text := range map[string]string{"serverset.txt": serverSetText, "uncountable.txt": uncountableText} {
		list := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		list = slices.DeleteFunc(list, func(line string) bool { return strings.HasPrefix(line, "#") })
		if len(list) != len(lines(text)) || !slices.IsSorted(list) {
			t.Errorf("%s is not sorted, or holds a line twice", name)
		}
		for _, line := range list {
			if !Snake.Has(line) {
				t.Errorf("%s: %q is no name in snake_case", name, line)
			}
		}
	}
}
