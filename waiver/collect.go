package waiver

import (
	"bytes"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Collect returns the suppressions of the APIs, imported ones excepted: those in comments, those in
// x-bylaw-ignore, and the given entries. Malformed ones are findings, and hide nothing. Files
// without any cost nothing.
func Collect(apis []*spec.API, entries []Entry, names Names) ([]Suppression, []report.Finding) {
	c := &collector{reader: reader{names: names}, seen: map[source.Span]bool{}}
	for _, api := range apis {
		if !api.Imported {
			c.comments(api)
			c.extensions(api)
		}
	}
	c.entries(apis, entries)
	slices.SortStableFunc(c.found, func(a, b Suppression) int { return a.Span.Compare(b.Span) })
	return c.found, report.Sort(c.findings)
}

type collector struct {
	reader
	found []Suppression
	seen  map[source.Span]bool // files can belong to several APIs
}

// first reports whether a place is met for the first time.
func (c *collector) first(span source.Span) bool {
	known := c.seen[span]
	c.seen[span] = true
	return !known
}

// comments collects what stands in the comments of an API's files.
func (c *collector) comments(api *spec.API) {
	all := places{}
	var pending []pendingComment
	for _, d := range api.Documents {
		if d.File == nil || len(d.File.Directives) == 0 {
			continue
		}
		t := newText(d.File.Content, api.Format)
		for _, comment := range d.File.Directives {
			if c.first(comment) {
				pending = append(pending, c.comment(t, comment, all)...)
			}
		}
	}
	if len(all) > 0 {
		all.measure(api)
	}
	for _, p := range pending {
		if p.line != nil {
			p.suppression.Scopes = []source.Span{p.line.scope()}
		}
		c.found = append(c.found, p.suppression)
	}
}

// pendingComment is a suppression whose scope is not known yet.
type pendingComment struct {
	suppression Suppression
	line        *line // nil: the scope is the file
}

// comment reads the directives of one comment and finds the line that they are about.
func (c *collector) comment(t *text, comment source.Span, all places) []pendingComment {
	var read []pendingComment
	for _, s := range c.foreign(comment) {
		switch where, at := t.locate(comment); {
		case where == wholeFile, where == aLine && t.ofFile(at):
			s.Scopes = []source.Span{comment.File.Span(0, len(comment.File.Content))}
			read = append(read, pendingComment{suppression: s})
		case where == aLine:
			read = append(read, pendingComment{s, all.line(at)})
		}
	}
	said := directives(comment)
	if len(said) == 0 {
		c.misplaced(comment)
	}
	for _, directive := range said {
		s, ok := c.read(directive)
		if !ok {
			continue
		}
		if len(said) == 1 {
			s.line = removable(comment, directive)
		}
		where, at := t.locate(comment)
		switch where {
		case nowhere:
			c.fail(directive, "the suppression stands above nothing", "delete the blank line below it, or move it to what it is about")
			continue
		case wholeFile:
			s.Scopes = []source.Span{comment.File.Span(0, len(comment.File.Content))}
			read = append(read, pendingComment{suppression: s})
		case aLine:
			read = append(read, pendingComment{s, all.line(at)})
		}
	}
	return read
}

// extensionKey is what a suppression is called where there are no comments.
const extensionKey = "x-bylaw-ignore"

// extensions collects what the loader read from x-bylaw-ignore, and reports what it did not read
// because it stands where the model has no element.
func (c *collector) extensions(api *spec.API) {
	var documents []*spec.Document
	for _, d := range api.Documents {
		if d.File != nil && bytes.Contains(d.File.Content, []byte(extensionKey)) {
			documents = append(documents, d)
		}
	}
	if len(documents) == 0 {
		return
	}
	everyNode(api, func(n *spec.Node) {
		if n.Policy == nil {
			return
		}
		for _, i := range n.Policy.Ignores {
			if c.first(i.Span) {
				c.ignore(i, n.Span)
			}
		}
	})
	for _, d := range documents {
		walk := values{member: c.idle}
		walk.syntax(d.Syntax)
	}
}

// idle reports an x-bylaw-ignore that no element has.
func (c *collector) idle(m *spec.Member) {
	if m.Key != extensionKey {
		return
	}
	entries := []*spec.Value{m.Value}
	if m.Value.Kind == spec.List {
		entries = m.Value.Items
	}
	for _, entry := range entries {
		if entry.Kind == spec.Map && c.first(entry.Span) {
			c.fail(m.KeySpan, extensionKey+" has no effect here", "put it into an operation, a parameter, a response or a schema")
		}
	}
}

// ignore adds a suppression that is written as an object.
func (c *collector) ignore(i spec.Ignore, scope source.Span) {
	s := Suppression{Until: i.Until, Owner: i.Owner, Reason: i.Reason, Span: i.Span, Scopes: []source.Span{scope}, until: i.Span}
	switch {
	case len(i.Rules) == 0:
		c.fail(i.Span, "the suppression names no rule", "add rules")
		return
	case i.Reason == "":
		c.fail(i.Span, "the suppression gives no reason", "add reason")
		return
	case i.Until != "" && !isDate(i.Until):
		c.fail(i.Span, "until must be a day such as 2027-03-01, not "+i.Until, "")
	}
	for _, id := range i.Rules {
		c.rule(&s, id, i.Span)
	}
	if len(s.Rules) > 0 {
		c.found = append(c.found, s)
	}
}
