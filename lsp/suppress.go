package lsp

import (
	"encoding/json"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/waiver"
)

// noReason is what stands for the reason until the author has written one.
const noReason = "say why this is right here"

// suppression returns the edits that suppress a finding where it is found; nil if it can't be
// suppressed, as bylaw's own diagnostics can't.
func (r *renderer) suppression(f *report.Finding) []report.Edit {
	if r.isOwn(f.Rule) || f.Span.IsZero() || isConfig(f.Span.Path()) {
		return nil
	}
	format := r.group.formatOf(f.Span.File)
	if format == spec.OpenAPI && isJSON(f.Span.File) {
		return r.extension(f)
	}
	edit, ok := waiver.Above(format, r.beginning(f.Span), f.Rule, noReason)
	if !ok {
		return nil
	}
	return []report.Edit{edit}
}

func (r *renderer) isOwn(rule string) bool {
	for _, d := range report.Diagnostics() {
		if d.ID == rule {
			return true
		}
	}
	return false
}

// isJSON reports whether a document has no comments.
func isJSON(file *source.File) bool {
	return strings.HasPrefix(strings.TrimLeft(string(file.Content[:min(len(file.Content), 512)]), "\ufeff \t\r\n"), "{")
}

// beginning returns the place below which a comment covers a finding: the innermost key, declaration or
// option that holds it. A comment is none within a text of several lines.
func (r *renderer) beginning(at source.Span) source.Span {
	best := at
	found := false
	see := func(whole source.Span) {
		if whole.File == at.File && whole.Start <= at.Start && at.Start <= whole.End && (!found || whole.Start >= best.Start) {
			best, found = whole, true
		}
	}
	for _, api := range r.group.checked.Loaded.APIs {
		for _, d := range api.Documents {
			if d.File == at.File {
				eachMember(d.Syntax, see)
			}
		}
	}
	everyNode(r.group.checked, func(n *spec.Node) {
		if n.Span.Contains(at) && isProto(at.Path()) {
			see(n.Span)
			eachMember(n.Syntax, see)
		}
	})
	return best
}

// eachMember visits each key with its value, and each item of a list, of what a declaration says.
func eachMember(s spec.Syntax, see func(source.Span)) {
	if s == nil {
		return
	}
	seen := map[*spec.Value]bool{}
	var value func(v *spec.Value)
	member := func(key source.Span, v *spec.Value) {
		if v != nil {
			see(source.Span{File: key.File, Start: key.Start, End: max(key.End, v.Span.End)})
			value(v)
		}
	}
	value = func(v *spec.Value) {
		if seen[v] {
			return
		}
		seen[v] = true // behind YAML's aliases one value stands at many places
		for _, m := range v.Members {
			member(m.KeySpan, m.Value)
		}
		for _, item := range v.Items {
			see(item.Span)
			value(item)
		}
	}
	for _, a := range s.Attributes() {
		member(a.NameSpan, a.Value)
	}
}

// extension returns the edit that suppresses a finding in JSON: an x-bylaw-ignore in the innermost
// element that holds it and can have one.
func (r *renderer) extension(f *report.Finding) []report.Edit {
	var best *spec.Node
	ignorable(r.group.checked, func(n *spec.Node) {
		if n.Syntax == nil || !n.Span.Contains(f.Span) || best != nil && best.Span.Len() < n.Span.Len() {
			return
		}
		if _, taken := n.Attr("x-bylaw-ignore"); !taken {
			if _, _, ok := n.Syntax.Insertion("x-bylaw-ignore", "{}"); ok {
				best = n
			}
		}
	})
	if best == nil {
		return nil
	}
	rule, _ := json.Marshal(f.Rule) // an ID is text
	at, text, _ := best.Syntax.Insertion("x-bylaw-ignore", `{"rules": [`+string(rule)+`], "reason": "`+noReason+`"}`)
	return []report.Edit{{Span: at, New: text}}
}

// ignorable visits the elements in which x-bylaw-ignore has an effect, but not whole documents.
func ignorable(c *Checked, visit func(*spec.Node)) {
	for _, api := range c.Loaded.APIs {
		spec.Walk(api, &spec.Visitor{
			Operation: func(e *spec.Operation) { visit(&e.Node) },
			Parameter: func(e *spec.Parameter) { visit(&e.Node) },
			Response:  func(e *spec.Response) { visit(&e.Node) },
			Type:      func(e *spec.Type) { visit(&e.Node) },
			Field:     func(e *spec.Field) { visit(&e.Node) },
		})
	}
}
