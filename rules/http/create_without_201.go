package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var createWithout201 = lint.New(lint.Meta{
	ID:       "create-without-201",
	Title:    "a create answers with another status than 201",
	Group:    "http",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{133},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Method() != "POST" || standard.Classify(p.Words, o) != standard.Create {
			return
		}
		success := o.Success()
		if success == nil || declaresCreated(o) {
			return
		}
		p.Report(&success.Node, success.NameSpan,
			fmt.Sprintf("%s creates and answers %s: clients, gateways and metrics can't tell a new thing from one that was there", standard.Label(o), success.Status),
			lint.Cure("answer 201, with the header Location or the thing itself; 202 if it is made later"))
	},
})

// declaresCreated reports whether one of the answers says that something was made, or will be.
func declaresCreated(o *spec.Operation) bool {
	for _, r := range o.Responses {
		if r.Status == "201" || r.Status == "202" || strings.EqualFold(r.Status, "2XX") {
			return true
		}
	}
	return false
}
