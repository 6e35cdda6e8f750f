package http

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var putAsPartialUpdate = lint.New(lint.Meta{
	ID:       "put-as-partial-update",
	Title:    "a PUT changes a part and leaves the rest",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{134},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || o.Method() != "PUT" {
			return
		}
		why := ""
		if mask := maskOf(o); mask != nil {
			why = "takes " + mask.Name
		} else if said := saysPartial(o); said != "" {
			why = fmt.Sprintf("is documented as %q", said)
		}
		if why == "" {
			return
		}
		p.Report(&o.Node, o.HTTP[0].MethodSpan,
			fmt.Sprintf("%s %s, and a PUT replaces the whole (RFC 9110): clients and proxies that know HTTP send all, and erase what they left out here",
				standard.Label(o), why),
			lint.Cure("make it a PATCH, with application/merge-patch+json or an update_mask"))
	},
})

// maskOf returns the input that names the fields to be changed, or nil.
func maskOf(o *spec.Operation) *spec.Input {
	for _, input := range o.Inputs() {
		switch words.Snake.Write(input.Name) {
		case "update_mask", "field_mask", "updatemask", "fieldmask":
			return &input
		}
	}
	return nil
}

// saysPartial returns the words by which the documentation says that the rest stays; "" if it doesn't.
func saysPartial(o *spec.Operation) string {
	for _, doc := range []string{o.Summary, phrase.Line(o.Doc, 4096)} {
		if said := partial().FindString(doc); said != "" {
			return strings.TrimSpace(said)
		}
	}
	return ""
}

var partial = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\bpartial(?:ly)? updat\w*|\bupdates? (?:\w+ ){0,3}partially\b|\b(?:fields|properties|parameters|attributes|values) (?:that are )?(?:not (?:provided|specified|set|included|present|passed|sent)|omitted|left out)[^.]{0,40}\b(?:unchanged|untouched|unmodified|retain\w*|kept|remain|keep)\b|` +
		`\bonly (?:the )?(?:provided|specified|given|supplied|passed) (?:fields|properties|parameters|attributes|values)\b`)
})
