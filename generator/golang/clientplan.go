package golang

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// clientOperation lowers an operation to a method of the client.
func (l *lowering) clientOperation(o *operation) *ClientOperation {
	return &ClientOperation{
		Name: o.name, Request: o.request, Returns: o.returns(), Doc: o.about(false),
		Call: o.callOptions(), Write: withWriter("call", o.putRequest()), Cases: o.cases(), Pages: l.pages(o),
	}
}

// returns is the type that a call returns: the one success, or the interface of several.
func (o *operation) returns() string {
	answer := ""
	for _, u := range o.answers {
		switch {
		case !u.success:
		case answer != "" && answer != "*"+u.name:
			return o.result
		default:
			answer = "*" + u.name
		}
	}
	if answer == "" {
		return o.result
	}
	return answer
}

// putRequest returns the statements that write the request in.
func (o *operation) putRequest() []string {
	key := o.key()
	var lines []string
	for _, f := range o.fields {
		src := "in." + f.name
		switch {
		case f.parameter == key:
			lines = append(lines, f.putKey(src)...)
		case f.put != "":
			lines = append(lines, fmt.Sprintf("%s(call, %s)", f.put, src))
		default:
			lines = append(lines, f.putLines(src)...)
		}
	}
	if o.body != nil {
		body, keyed := o.keyInBody()
		if key != nil || !keyed {
			body = o.body.putLines("in.")
		}
		lines = append(lines, body...)
	}
	return lines
}

// callOptions is the expression of what the client has to know of the operation.
func (o *operation) callOptions() string {
	fields := []string{fmt.Sprintf("Method: %q, Template: %q", o.Method(), o.Path().Raw)}
	accept, streamed, redirects := []string(nil), []string(nil), false
	for _, u := range o.answers {
		redirects = redirects || (u.code == 3 || u.code/100 == 3) && u.code != http.StatusNotModified
		for _, m := range u.media {
			if !slices.Contains(accept, m.name) {
				accept = append(accept, m.name)
			}
			if u.success && !m.typed() && !slices.Contains(streamed, m.name) {
				streamed = append(streamed, m.name)
			}
		}
	}
	if len(accept) > 0 {
		fields = append(fields, "Accept: []string{"+quoteAll(accept)+"}")
	}
	if len(streamed) > 0 {
		fields = append(fields, "Streamed: []string{"+quoteAll(streamed)+"}")
	}
	if redirects {
		fields = append(fields, "Redirects: true")
	}
	if o.Policy != nil && o.Policy.Retryable != nil {
		fields = append(fields, "Declared: "+map[bool]string{true: "retry.Retryable", false: "retry.NotRetryable"}[*o.Policy.Retryable])
	}
	return "client.Operation{" + strings.Join(fields, ", ") + "}"
}

// cases returns what the client expects: exact statuses, then ranges, then default.
func (o *operation) cases() []Case {
	var cases []Case
	for _, rank := range []func(int) bool{
		func(code int) bool { return code >= 100 },
		func(code int) bool { return code > 0 && code < 100 },
		func(code int) bool { return code == 0 },
	} {
		for _, u := range o.answers {
			if rank(u.code) {
				cases = append(cases, Case{Status: u.code, Answer: u.name, Failure: !u.success})
			}
		}
	}
	return cases
}

// sharedPuts returns the functions that write the parameters which several operations share.
func (l *lowering) sharedPuts() []*Function {
	var all []*Function
	for _, p := range l.sharedParameters() {
		if p.isKey() {
			continue // each operation puts it itself, see putKey
		}
		all = append(all, &Function{
			Signature: fmt.Sprintf("%s(call *client.Call, x %s)", p.put, p.slot.Go), Body: withWriter("call", p.putLines("x")),
		})
	}
	return all
}

// sharedHeaderReads returns the functions that read the headers which several answers share.
func (l *lowering) sharedHeaderReads() []*Function {
	var all []*Function
	for _, p := range l.headers {
		all = append(all, &Function{
			Signature: fmt.Sprintf("%s(c *client.Call) (x %s)", p.answerRead, p.slot.Go), Body: append(withReader("c", p.readLines("x")), "return x"),
		})
	}
	return all
}

// readAnswer returns the method that reads an answer.
func readAnswer(a *answer) *Function {
	return &Function{Signature: fmt.Sprintf("(x *%s) read(c *client.Call)", a.name), Body: a.readLines()}
}

// key returns the parameter that carries the operation's idempotency key, or nil. The client fills
// it in where the caller doesn't.
func (o *operation) key() *parameter {
	for _, f := range o.fields {
		if f.isKey() {
			return f.parameter
		}
	}
	return nil
}

func (p *parameter) isKey() bool {
	return p.In == spec.InHeader && httpapi.Canonical(p.Name) == "idempotencykey" && keyType(p.slot.Go)
}

func keyType(goType string) bool { return goType == "string" || goType == "value.Optional[string]" }

// putKey returns the statements that send the key that the caller gave, or a new one.
func (f *requestField) putKey(src string) []string {
	if strings.HasPrefix(f.slot.Go, "value.Optional[") {
		src += `.Or("")`
	}
	return []string{fmt.Sprintf("call.PutHeader(%s, %s).String(call.Key(%s))", strconv.Quote(f.Name), f.style, src)}
}

// keyInBody returns the statements that send the body with a key of its own, if it has a property for
// one (AIP-155) and the caller gave none. What the caller gave isn't changed.
func (o *operation) keyInBody() ([]string, bool) {
	b := o.body
	if len(b.media) != 1 || !b.media[0].typed() || o.Method() == http.MethodGet || strings.HasPrefix(b.media[0].slot.Go, "value.") {
		return nil, false
	}
	for _, name := range []string{"request_id", "requestId", "idempotency_key", "idempotencyKey", "client_token", "clientToken"} {
		if info, ok := b.media[0].slot.Shape.Field(name); ok && keyType(info.Slot.Go) {
			return append(b.copyWithKey(info), b.putLines("")...), true
		}
	}
	return nil, false
}

// copyWithKey returns the statements that make Body a copy of the request's with a key set.
func (b *body) copyWithKey(info schema.FieldInfo) []string {
	set := "Body." + info.Name + " = call.Key(Body." + info.Name + ")"
	if info.Slot.Go != "string" {
		set = "Body." + info.Name + ".Set(call.Key(Body." + info.Name + `.Or("")))`
	}
	if strings.HasPrefix(b.media[0].slot.Go, "*") {
		return []string{"Body := in.Body", "if Body != nil {", "with := *Body", strings.ReplaceAll(set, "Body.", "with."), "Body = &with", "}"}
	}
	return []string{"Body := in.Body", set}
}
