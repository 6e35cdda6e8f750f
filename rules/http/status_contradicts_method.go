package http

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var statusContradictsMethod = lint.New(lint.Meta{
	ID:       "status-contradicts-method",
	Title:    "a status means something that the method can't do",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call {
			return
		}
		for _, r := range o.Responses {
			if c, found := contradictionOf(o.Method(), r.Status); found {
				p.Report(&r.Node, r.NameSpan, fmt.Sprintf("%s answers %s, which %s", standard.Label(o), r.Status, c.hurts), lint.Cure(c.instead))
			}
		}
	},
})

// contradiction is what a status means that its method can't, and what to write instead.
type contradiction struct {
	hurts, instead string
}

// contradictionOf compares a status with the method by what RFC 9110 says of both.
func contradictionOf(method, status string) (contradiction, bool) {
	reads := method == "GET" || method == "HEAD" || method == "QUERY"
	switch {
	case status == "201" && (reads || method == "OPTIONS"):
		return contradiction{"says that something was created: caches, crawlers and retries repeat a " + method + " at will, and each would make another",
			"answer 200 if nothing is made, or make it a POST"}, true
	case status == "201" && method == "DELETE":
		return contradiction{"says that something was created: audits and clients count one more where there is one less", "answer 204, or 200 with a body"}, true
	case status == "206" && !reads:
		return contradiction{"is a part of what a GET with the header Range asks for: clients wait for the rest", "answer 200, and say in the body what is missing"}, true
	case status == "304" && !reads:
		return contradiction{"tells a cache to use the copy that it has, which only a conditional GET or HEAD asks for: clients have none and see an error",
			"answer 200 or 204 if all is as the caller wants it, 409 or 412 if it can't be done"}, true
	case status == "405":
		return contradiction{"says that there is no such method at this path, though the contract has it: clients can't tell when it is there",
			"answer 403 or 409 where this one can't be done now, or delete the status"}, true
	}
	return contradiction{}, false
}
