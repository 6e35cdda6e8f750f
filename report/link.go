package report

import (
	"strconv"
	"strings"
)

// linker leads from rules to their documentation. The zero linker leads nowhere.
type linker struct {
	rule  func(id string) (RuleInfo, bool)
	links bool              // as links that terminals understand, instead of in words
	pages map[string]string // of the rules that have been met, by ID
}

func newLinker(s *Summary, o Options) linker { return linker{s.rule, o.Links, map[string]string{}} }

// page returns where the documentation of a rule is, and whether that is asked for the first time.
func (l linker) page(id string) (uri string, first bool) {
	if l.rule == nil {
		return "", false
	}
	uri, known := l.pages[id]
	if !known {
		info, _ := l.rule(id)
		uri = info.HelpURI
		l.pages[id] = uri
	}
	return uri, !known
}

// linked returns the ID of a rule, as a link where the terminal takes one.
func (l linker) linked(id string) string {
	if !l.links {
		return visible(id)
	}
	uri, _ := l.page(id)
	if uri == "" {
		return visible(id)
	}
	const begin, end = "\x1b]8;;", "\x1b\\"
	return begin + uri + end + visible(id) + begin + end
}

// why names the page of a rule where its ID is no link, the first time that it is met.
func (t *textPrinter) why(id string) {
	if t.links {
		return
	}
	if uri, first := t.page(id); first && uri != "" {
		t.label("why", uri)
	}
}

// linksUnderstood reports whether a terminal is known to understand links. There is no way to ask
// it, and some that don't print the address into the text.
func linksUnderstood(getenv func(string) string) bool {
	if force := getenv("FORCE_HYPERLINK"); force != "" {
		return force != "0"
	}
	if vte, err := strconv.Atoi(getenv("VTE_VERSION")); err == nil {
		return vte >= 5000
	}
	switch getenv("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "WarpTerminal":
		return true
	}
	for _, name := range [...]string{"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"} {
		if strings.HasPrefix(getenv("TERM"), name) {
			return true
		}
	}
	return getenv("WT_SESSION") != "" || getenv("KONSOLE_VERSION") != ""
}
