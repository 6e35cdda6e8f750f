package report

import (
	"strings"
	"testing"
)

// The page of a rule is named once, or its ID leads there wherever it stands.
func TestTextLeadsToThePagesOfRules(t *testing.T) {
	const page = "https://example.com/rules/verb-in-path"
	words := printed(t, Text, shopSummary(t), Options{})
	if n := strings.Count(words, "\n      = why: "+page+"\n"); n != 1 || strings.Contains(words, "\x1b]8") {
		t.Errorf("the page is named %d times in:\n%s", n, words)
	}
	links := printed(t, Text, shopSummary(t), Options{Links: true})
	if n := strings.Count(links, "warning[\x1b]8;;"+page+"\x1b\\verb-in-path\x1b]8;;\x1b\\] "); n != 2 || strings.Contains(links, "= why:") {
		t.Errorf("the rule is linked %d times in:\n%s", n, links)
	}
	if n := strings.Count(links, "\x1b]8;;"); n != 6 { // three findings have a page; each link is begun and ended
		t.Errorf("%d marks of links", n)
	}
}

func TestLinksUnderstood(t *testing.T) {
	for environment, want := range map[string]bool{
		"TERM=xterm-256color":                        false,
		"TERM=xterm-kitty":                           true,
		"TERM=xterm-256color VTE_VERSION=7600":       true,
		"TERM=xterm-256color VTE_VERSION=4600":       false,
		"TERM_PROGRAM=vscode":                        true,
		"TERM_PROGRAM=Apple_Terminal":                false,
		"WT_SESSION=1":                               true,
		"FORCE_HYPERLINK=1":                          true,
		"FORCE_HYPERLINK=0 TERM_PROGRAM=vscode":      false,
		"TERM_PROGRAM=iTerm.app TERM=xterm-256color": true,
		"": false,
	} {
		got := linksUnderstood(func(name string) string {
			for _, word := range strings.Fields(environment) {
				if value, ok := strings.CutPrefix(word, name+"="); ok {
					return value
				}
			}
			return ""
		})
		if got != want {
			t.Errorf("%s: %v", environment, got)
		}
	}
}
