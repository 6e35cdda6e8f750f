package openapi

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// target is what a reference leads to, and where that is declared.
type target struct {
	scope *scope
	value *spec.Value
	place place
}

// reference is one way of writing a reference; what it leads to is looked up once.
type reference struct {
	from *scope
	text string
}

type outcome struct {
	target
	problem *problem
}

// problem is why a reference leads nowhere. Every use of the reference reports it. One without a
// rule has been reported elsewhere: the file is there, but malformed.
type problem struct {
	rule, message, cure string
}

// resolve follows a reference. Where it leads nowhere, that is a finding about the element from.
func (l *lowering) resolve(at *scope, ref *spec.Value, from *spec.Node, what string) (target, bool) {
	key := reference{at, ref.Text}
	found := l.outcomes[key]
	if found == nil {
		t, problem := l.follow(at, ref.Text)
		found = &outcome{t, problem}
		l.outcomes[key] = found
	}
	if p := found.problem; p != nil {
		if p.rule != "" {
			l.add(p.rule, unquoted(ref.Span), from, p.message, p.cure)
		}
		return target{}, false
	}
	if to := found.scope.doc; to != at.doc {
		at.doc.imports(to.path, to.File, unquoted(ref.Span))
	}
	l.link(at, ref, found.target, what)
	return found.target, true
}

func (l *lowering) follow(at *scope, ref string) (target, *problem) {
	uri, fragment, _ := strings.Cut(ref, "#")
	to, problem := l.resource(at, uri)
	if problem != nil {
		return target{}, problem
	}
	fragment = unescapeFragment(fragment)
	if fragment == "" || fragment[0] == '/' {
		return l.pointer(to, uri, fragment)
	}
	if anchor, ok := l.resources[to.base+"#"+fragment]; ok {
		return target{anchor.scope, anchor.value, l.placeAt(anchor.scope.doc, anchor.pointer, source.Span{})}, nil
	}
	return target{}, l.nothing(to, uri, fragment, append(components("/"+fragment), "/"+fragment))
}

// resource returns the scope that a reference's part before the # leads to.
func (l *lowering) resource(at *scope, uri string) (*scope, *problem) {
	if uri == "" {
		return at, nil
	}
	to := locate(at.base, uri)
	if known, ok := l.resources[to.uri]; ok {
		return known.scope, nil
	}
	if at.base != at.doc.path && scheme(uri) == "" {
		// A document or schema that gives itself a public URI is referred to relative to that; but
		// in a repository what it refers to lies beside it.
		if beside := locate(at.doc.path, uri); beside.where == inTree {
			if doc, err := l.document(beside.uri); err == nil && doc.scope != nil {
				return doc.scope, nil
			}
		}
	}
	switch to.where {
	case outside:
		return nil, &problem{report.ReferenceOutsideWorkspace, uri + " lies outside the workspace, so it is not read",
			"move the file into the workspace and refer to it by a path relative to this one"}
	case remote:
		return l.fetch(to.uri)
	}
	doc, err := l.document(to.uri)
	if err != nil {
		return nil, l.noFile(to.uri, err)
	}
	return within(doc)
}

// fetch returns the document at a URL, if the network is allowed.
func (l *lowering) fetch(url string) (*scope, *problem) {
	kind := scheme(url)
	switch {
	case kind != "http" && kind != "https" && !strings.HasPrefix(url, "//"):
		return nil, &problem{report.UnresolvedReference, "no schema of the contract has the $id " + url,
			"declare it, or refer to it by its place in a file"}
	case l.files.config.Remote == nil:
		return nil, &problem{report.RemoteReference, url + " lies on the network, from which nothing is read unasked",
			"copy the file beside the spec and refer to it by path, or allow it with --allow-remote-refs"}
	}
	doc, err := l.load(url, true)
	if err != nil {
		return nil, &problem{report.UnresolvedReference, fmt.Sprintf("%s can't be read: %v", url, err), ""}
	}
	return within(doc)
}

// within returns the scope of a document; one that is malformed has none, and its own finding.
func within(doc *document) (*scope, *problem) {
	if doc.scope == nil {
		return nil, &problem{}
	}
	return doc.scope, nil
}

// pointer follows a JSON pointer from the root of a scope.
func (l *lowering) pointer(at *scope, uri, pointer string) (target, *problem) {
	end := l.walk(at, pointer)
	if end.rest != "" {
		return target{}, l.brokenPointer(at, uri, pointer, end)
	}
	return target{end.scope, end.value, l.placeAt(at.doc, at.pointer+pointer, end.key)}, nil
}

// way is how far a pointer leads.
type way struct {
	scope *scope
	value *spec.Value
	key   source.Span
	rest  string // what leads no further; "": all of it led somewhere
}

// walk follows a JSON pointer, into the scopes of schemas with an $id that it passes.
func (l *lowering) walk(at *scope, pointer string) way {
	w := way{scope: at, value: at.root, rest: pointer}
	for w.rest != "" {
		token, rest := firstOf(w.rest)
		next, key := l.child(w.value, token)
		if next == nil {
			break
		}
		w.value, w.key, w.rest = next, key, rest
		if named := l.scopes[next]; named != nil {
			w.scope = named
		}
	}
	return w
}

// firstOf splits a pointer into its first token, unescaped, and the rest.
func firstOf(pointer string) (token, rest string) {
	end := strings.IndexByte(pointer[1:], '/') + 1
	if end == 0 {
		end = len(pointer)
	}
	return unescape(pointer[1:end]), pointer[end:]
}

// child returns an object's member or a list's item, with the place of its key. References lead to
// the same few large objects again and again, so that those get an index.
func (l *lowering) child(v *spec.Value, token string) (*spec.Value, source.Span) {
	if v.Kind == spec.List {
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(v.Items) && strconv.Itoa(i) == token {
			return v.Items[i], source.Span{}
		}
		return nil, source.Span{}
	}
	if m := l.member(v, token); m != nil {
		return m.Value, m.KeySpan
	}
	return nil, source.Span{}
}

func (l *lowering) member(v *spec.Value, key string) *spec.Member {
	if len(v.Members) < 32 {
		return v.Member(key)
	}
	index := l.indexes[v]
	if index == nil {
		index = make(map[string]int, len(v.Members))
		for i := range v.Members {
			index[v.Members[i].Key] = i
		}
		l.indexes[v] = index
	}
	if i, ok := index[key]; ok {
		return &v.Members[i]
	}
	return nil
}

// placeAt returns the place of what a pointer leads to in a document, for a target that no walk has
// reached: it hangs on the document itself and bears the pointer as its ID.
func (l *lowering) placeAt(doc *document, pointer string, key source.Span) place {
	p := place{parent: &l.api.Node, local: pointer, key: key}
	if doc != l.root {
		p.parent, p.local = &doc.node.Node, "#"+pointer
	}
	p.name = unescape(pointer[strings.LastIndexByte(pointer, '/')+1:])
	if pointer == "" {
		file := path.Base(doc.path)
		p.name = strings.TrimSuffix(file, path.Ext(file))
	}
	return p
}
