package check

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// answer checks whether the spec's operation can answer what is expected.
func (x *interaction) answer() {
	if len(x.operation.Responses) == 0 {
		x.overlook("the spec declares no answer of " + string(x.operation.ID()))
		return
	}
	status, response := x.expected()
	if response == nil {
		return
	}
	x.use(InStatus, &response.Node, response.Status, x.Response.StatusSpan, true).refers(x, behind(response)...)
	x.headers(response)
	x.content(status, response)
}

// expected returns the answer of the spec that is expected, and its status; nil: there is none, or
// nothing is said of it.
func (x *interaction) expected() (int, *spec.Response) {
	rules := contract.In(x.Response.Rules, contract.InStatus)
	if x.Response.Status == 0 && len(rules) == 0 {
		x.overlook("the contract says nothing of the status, so that no answer of the spec can be chosen")
		return 0, nil
	}
	if r := answerOf(x.operation.Responses, x.Response.Status); r != nil {
		return x.Response.Status, r
	}
	for _, r := range x.operation.Responses { // another status may be as good to the consumer
		if code, ok := httpapi.StatusCode(r.Status); ok && code >= 100 && len(rules) > 0 && fitsAll(rules[0], code) {
			return code, r
		}
	}
	x.say(finding{
		rule: Status, part: InStatus, path: strconv.Itoa(x.Response.Status), severity: report.Error, span: x.Response.StatusSpan,
		message: fmt.Sprintf("the consumer expects the status %d, but the spec's answers of %s are %s", x.Response.Status, x.operation.ID(), statuses(x.operation.Responses)),
		cure:    "expect one of those, or declare the answer in the spec",
	})
	return 0, nil
}

func fitsAll(rule *contract.Rule, code int) bool {
	v := contract.Whole(int64(code))
	return !slices.ContainsFunc(rule.Matchers, func(m *contract.Matcher) bool { return match.Holds(m, v, v) != nil })
}

// answerOf returns the answer for a status: its own, that of its class, or the default.
func answerOf(all []*spec.Response, status int) *spec.Response {
	for _, wanted := range []int{status, status / 100, 0} {
		for _, r := range all {
			if code, ok := httpapi.StatusCode(r.Status); ok && code == wanted && status > 0 {
				return r
			}
		}
	}
	return nil
}

func statuses(all []*spec.Response) string {
	var names []string
	for _, r := range all {
		names = append(names, r.Status)
	}
	return strings.Join(names, ", ")
}

// transport lists the headers that HTTP itself, or what stands before a service, brings.
var transport = []string{"content-type", "content-length", "content-encoding", "date", "server", "connection", "transfer-encoding", "keep-alive", "vary", "via"}

// headers checks the headers that are expected.
func (x *interaction) headers(response *spec.Response) {
	for _, h := range x.Response.Headers {
		if slices.Contains(transport, strings.ToLower(h.Name)) || strings.HasPrefix(strings.ToLower(h.Name), "access-control-") {
			continue
		}
		i := slices.IndexFunc(response.Headers, func(p *spec.Parameter) bool { return strings.EqualFold(p.Name, h.Name) })
		if i < 0 {
			x.say(finding{
				rule: NotPromised, part: InHeader, path: h.Name, severity: report.Warning, span: h.Span, about: &response.Node,
				message: fmt.Sprintf("the consumer needs the header %s, which the spec's answer %s doesn't have", h.Name, response.Status),
				cure:    "declare it in the spec, or have the consumer do without it",
			})
			continue
		}
		x.header(h, response.Headers[i])
	}
}

func (x *interaction) header(h contract.Values, declared *spec.Parameter) {
	u := x.use(InHeader, &declared.Node, declared.Name, h.Span, true)
	u.Schemas = x.schemas(u, []*spec.Type{declared.Type})
	u.refers(x, components(declared)...)
	if !declared.Required {
		x.say(finding{
			rule: NotPromised, part: InHeader, path: h.Name, severity: report.Warning, span: h.Span, about: &declared.Node,
			message: fmt.Sprintf("the consumer needs the header %s, but the spec doesn't promise it: it is optional", h.Name),
			cure:    "have the consumer do without it, or make it required in the spec",
		})
	}
	var r wire.Reader
	r.Reset(wire.Response)
	in := ready.NewInput(declared, x.part)
	if n, ok := param.Header(&r, h.Values, h.Name, in.As, in.Shape); ok {
		in.Check(&r, n)
	}
	for _, v := range r.Violations() {
		f := finding{rule: Response, part: InHeader, path: declared.Name, severity: report.Error, span: h.Span, about: &declared.Node, message: "the spec's answer can't have what is expected: " + v.String()}
		if x.loose(h.Name) {
			f.rule, f.severity = Example, report.Warning
			f.message = "the example is none of the spec: " + v.String() + "; the matcher takes others"
		}
		x.say(f)
	}
}

// loose reports whether a rule takes other values of a header than the example.
func (x *interaction) loose(header string) bool {
	return slices.ContainsFunc(contract.In(x.Response.Rules, contract.InHeader), func(r *contract.Rule) bool {
		steps := r.Path.Steps
		return len(steps) > 1 && strings.EqualFold(steps[1].Name, header) && !exact(r)
	})
}

// content checks the type of the body, and what is in it.
func (x *interaction) content(status int, response *spec.Response) {
	none := len(response.Content) == 0 || strings.EqualFold(x.Request.Method, http.MethodHead) || status == http.StatusNoContent || status == http.StatusNotModified
	switch body := x.Response.Body; {
	case body.Presence == contract.Present && none:
		x.say(finding{
			rule: Response, part: InMediaType, severity: report.Error, span: body.Span, about: &response.Node,
			message: fmt.Sprintf("the consumer expects a body, but the spec's answer %s has none", response.Status),
		})
	case body.Presence == contract.Present:
		if m := x.media(response); m != nil {
			x.use(InMediaType, &m.Node, m.Name, headerSpan(x.Response.Headers, "Content-Type", body.Span), true).refers(x, targets(m.MediaType)...)
			x.inside(status, m)
		}
	case body.Presence != contract.Missing && !none:
		x.say(finding{
			rule: NotPromised, part: InMediaType, severity: report.Warning, span: body.Span, about: &response.Node,
			message: fmt.Sprintf("the consumer expects no body, but the spec's answer %s has one", response.Status),
		})
	}
}

// media returns the media type of the spec that the expected body is of; nil: there is none.
func (x *interaction) media(response *spec.Response) *ready.Media {
	declared, _ := contract.Header(x.Response.Headers, "Content-Type")
	wanted := cmp.Or(declared, bodyType(x.Response.Body))
	var all []*ready.Media
	var names []string
	for _, m := range response.Content {
		made := ready.NewMedia(m, x.part)
		all, names = append(all, made), append(names, made.Name)
	}
	if wanted == "" {
		return all[0]
	}
	if i := boundary.Best([]string{wanted}, names...); i >= 0 {
		return all[i]
	}
	x.say(finding{
		rule: MediaType, part: InMediaType, severity: report.Error, span: headerSpan(x.Response.Headers, "Content-Type", x.Response.Body.Span), about: &response.Node,
		message: fmt.Sprintf("the consumer expects %s, but the spec's answer %s is %s", short(wanted), response.Status, strings.Join(names, " or ")),
	})
	return nil
}

func short(text string) string {
	if len(text) > longestLabel {
		return strconv.Quote(text[:longestLabel]) + "…"
	}
	return text
}

// inside checks what is in the body.
func (x *interaction) inside(status int, m *ready.Media) {
	switch {
	case asksForTypeOnly(x.Response.Rules):
		x.use(InField, &m.Schema.Node, "$", x.Response.Body.Span, false)
	case m.Type == nil && m.Kind != httpapi.Text:
		x.overlook("the spec gives no schema of the answer's body")
	case m.Kind == httpapi.JSON:
		w := x.walker(x.Response.Body, m.Schema, x.part)
		w.answer, w.status, w.rules = true, status, contract.In(x.Response.Rules, contract.InBody)
		w.json(m)
	case m.Kind == httpapi.Text:
		x.text(m)
	default:
		x.overlook("what is in an answer's body of the type " + m.Name + " is not looked at")
	}
}

// asksForTypeOnly reports whether the consumer looks at nothing of the body but its type.
func asksForTypeOnly(rules []*contract.Rule) bool {
	rule, _ := match.RuleAt(contract.In(rules, contract.InBody), []contract.Step{{Kind: contract.Root}})
	return rule != nil && slices.ContainsFunc(rule.Matchers, func(m *contract.Matcher) bool { return m.Kind == contract.ContentType })
}

// text checks a body that is one scalar.
func (x *interaction) text(m *ready.Media) {
	x.use(InField, &m.Schema.Node, "$", x.Response.Body.Span, true)
	var r wire.Reader
	r.Reset(wire.Response)
	if n, ok := param.Plain(&r, string(x.Response.Body.Content), m.Shape); ok {
		m.Check(&r, n)
	}
	rule, _ := match.RuleAt(contract.In(x.Response.Rules, contract.InBody), []contract.Step{{Kind: contract.Root}})
	for _, v := range r.Violations() {
		f := finding{rule: Response, part: InField, path: "$", also: []*spec.Node{&m.Schema.Node}, severity: report.Error, span: x.Response.Body.Span, message: "the spec's answer can't have what is expected: " + v.String()}
		if rule != nil && !exact(rule) {
			f.rule, f.severity, f.message = Example, report.Warning, "the example is none of the spec: "+v.String()+"; the matcher takes others"
		}
		x.say(f)
	}
}
