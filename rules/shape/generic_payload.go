package shape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type payloadOptions struct {
	Contents []string `json:"contents"`
	Bags     []string `json:"bags"`
}

var genericPayload = lint.NewWith(lint.Meta{
	ID:       "generic-payload",
	Title:    "what an operation is about has no type",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{146},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, payloadOptions{
	Contents: []string{"payload", "data", "json", "body", "content", "contents", "input", "inputs", "output", "outputs", "result", "request", "response", "params", "parameters", "args", "arguments"},
	Bags:     []string{"options", "params", "parameters", "args", "arguments", "settings"},
}, func(options payloadOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			c := contents{p, options, map[*spec.Node]bool{}}
			for _, s := range api.Services {
				for _, o := range s.Operations {
					c.operation(o)
				}
			}
		},
	}
})

// contents looks at what operations carry, at each declaration once.
type contents struct {
	pass    *lint.Pass
	options payloadOptions
	seen    map[*spec.Node]bool
}

func (c contents) operation(o *spec.Operation) {
	if o.Kind != spec.Call || runsForeign(o) {
		return
	}
	if o.Request != nil {
		c.media(o, o.Request.Content, "takes")
	}
	if answer := o.Success(); answer != nil {
		c.media(o, answer.Content, "answers")
	}
}

// runsForeign tells operations that pass on what others have defined: models, queries, functions,
// whole services.
func runsForeign(o *spec.Operation) bool {
	for _, word := range words.Split(o.Name) {
		switch word {
		case "predict", "explain", "query", "sql", "execute", "run", "invoke", "call", "proxy", "infer", "dispatch", "evaluate", "webhook":
			return true
		}
	}
	return false
}

// media looks at JSON and messages. A media type of its own (application/sarif+json) says elsewhere
// what it holds, and files have no fields to declare.
func (c contents) media(o *spec.Operation, content []*spec.MediaType, does string) {
	for _, m := range content {
		if m.Type == nil || m.Name != "" && (!spec.IsJSON(m.Name) || strings.Contains(m.Name, "+")) {
			continue
		}
		if t := m.Type.Resolve(); isUntyped(t) {
			c.report(o, &m.Type.Node, does+" "+called(t))
			continue
		} else if !foreign(t) {
			c.fields(o, t, does)
		}
	}
}

func (c contents) fields(o *spec.Operation, t *spec.Type, does string) {
	for _, f := range t.AllFields() {
		name := words.Snake.Write(f.Name)
		held := f.Type.Resolve()
		switch {
		case isUntyped(held) && slices.Contains(c.options.Contents, name):
			c.report(o, &f.Node, fmt.Sprintf("%s %s, which is %s", does, f.Name, called(held)))
		case isTextMap(held) && slices.Contains(c.options.Bags, name):
			c.report(o, &f.Node, fmt.Sprintf("%s %s, which is a map of texts", does, f.Name))
		case isPlainText(held) && isJSONText(name):
			c.report(o, &f.Node, fmt.Sprintf("%s %s, which is JSON in a text", does, f.Name))
		}
	}
}

func (c contents) report(o *spec.Operation, at *spec.Node, what string) {
	if c.seen[at] {
		return
	}
	c.seen[at] = true
	cure := "declare a schema with its properties"
	if c.pass.API.Format == spec.Proto {
		cure = "declare a message with its fields, or a oneof of them if there are several kinds"
	}
	c.pass.Report(at, at.NameSpan,
		fmt.Sprintf("%s %s: nothing validates it, no client has a type for it, and no tool sees it break", standard.Label(o), what),
		lint.Cure(cure))
}

// foreign tells the envelopes of Google that hold anything by design.
func foreign(t *spec.Type) bool {
	id := string(t.ID())
	return strings.HasPrefix(id, "google.longrunning.") || strings.HasPrefix(id, "google.api.HttpBody") || strings.HasPrefix(id, "google.rpc.") ||
		strings.HasPrefix(id, "google.protobuf.")
}

// isUntyped reports whether a type allows anything: {}, an object of whatever properties, or what
// Google calls Struct, Value and Any.
func isUntyped(t *spec.Type) bool {
	switch t.ID() {
	case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.Any":
		return true
	}
	switch t.Kind {
	case spec.KindAny:
		return t.Proto == nil && isBare(t.Schema)
	case spec.KindMap:
		return t.Items != nil && t.Items.Resolve().Kind == spec.KindAny && isBare(t.Items.Resolve().Schema) && isBare(t.Schema)
	case spec.KindObject:
		_, declared := t.Attr("type")
		return declared && len(t.Fields) == 0 && isBare(t.Schema)
	}
	return false
}

// isBare reports whether a schema's keywords say nothing of the properties.
func isBare(s *spec.Schema) bool {
	return s == nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.PatternProperties)+len(s.Required) == 0 &&
		s.Not == nil && s.PropertyNames == nil && s.DynamicRef == "" &&
		(s.AdditionalProperties == nil || s.AdditionalProperties.Kind == spec.KindAny)
}

func called(t *spec.Type) string {
	switch {
	case strings.HasPrefix(string(t.ID()), "google.protobuf."):
		return "a " + string(t.ID())
	case t.Kind == spec.KindAny:
		return "any value"
	}
	return "an object of any properties"
}

func isTextMap(t *spec.Type) bool {
	if t.Kind != spec.KindMap || t.Items == nil {
		return false
	}
	return t.Items.Resolve().Kind == spec.KindString
}

// isJSONText reports whether a name says that its text is JSON to be read again. A schema is one in a
// language of its own, and json_path is no JSON.
func isJSONText(name string) bool {
	all := words.Split(name)
	last := len(all) - 1
	if last < 0 || !slices.Contains(all, "json") {
		return false
	}
	switch all[last] {
	case "json", "data", "message", "content", "payload", "body", "value", "string", "text":
		return all[last] == "json" || all[0] == "json"
	}
	return false
}
