package openapi

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// info fills the API's own node: it stands for the root document, and is named by its title.
func (l *lowering) info() {
	api, root := &l.api.Node, l.root.Root
	l.node(api, l.root.scope, root, place{local: "#"})
	l.api.Root = l.root.File
	members := slices.Clone(l.object(root.Get("info"), api, "info"))
	for _, m := range root.Members {
		if isExtension(m.Key) {
			members = append(members, m)
		}
	}
	l.describeNode(api, members)
	for _, m := range members {
		switch m.Key {
		case "title":
			api.Name, api.NameSpan = l.word(&m, api), unquoted(m.Value.Span)
		case "version":
			l.api.Version = l.word(&m, api)
		}
	}
}

// service makes the one service of the document, with the operations of its paths and webhooks.
func (l *lowering) service() {
	s := &spec.Service{}
	s.Parent, s.Local = &l.api.Node, "/paths"
	l.api.Services = []*spec.Service{s}
	s.Span, s.NameSpan, s.Syntax = l.api.Span, l.api.NameSpan, l.api.Syntax
	if paths := l.root.Root.Member("paths"); paths != nil {
		l.node(&s.Node, l.root.scope, paths.Value, place{parent: &l.api.Node, local: "/paths", key: paths.KeySpan})
		s.Operations = l.paths(paths.Value)
	}
	s.Operations = append(s.Operations, l.webhooks(l.root.Root.Get("webhooks"))...)
	for _, o := range s.Operations {
		o.Service = s
	}
}

func (l *lowering) servers(at *scope, parent *spec.Node, v *spec.Value) []*spec.Server {
	var servers []*spec.Server
	for i, item := range l.list(v, parent, "servers") {
		s := &spec.Server{}
		l.node(&s.Node, at, item, place{parent: parent, local: "/servers/" + strconv.Itoa(i)})
		members := l.object(item, &s.Node, "a server")
		l.describeNode(&s.Node, members)
		for _, m := range members {
			switch m.Key {
			case "url":
				s.URL, s.NameSpan = text(m.Value), unquoted(m.Value.Span)
			case "name":
				s.Name = text(m.Value)
			case "variables":
				s.Variables = l.serverVariables(at, &s.Node, m.Value)
			}
		}
		servers = append(servers, s)
	}
	return servers
}

func (l *lowering) serverVariables(at *scope, parent *spec.Node, v *spec.Value) []*spec.ServerVariable {
	var variables []*spec.ServerVariable
	members := l.object(v, parent, "variables")
	for i := range members {
		variable, m := &spec.ServerVariable{}, &members[i]
		l.node(&variable.Node, at, m.Value, under(parent, "/variables/", m))
		l.describeNode(&variable.Node, l.object(m.Value, &variable.Node, "a server variable"))
		variable.Enum, variable.Default = texts(m.Value.Get("enum")), text(m.Value.Get("default"))
		variables = append(variables, variable)
	}
	return variables
}

func (l *lowering) tags(v *spec.Value) {
	seen := map[string]int{}
	for _, item := range l.list(v, &l.api.Node, "tags") {
		tag, name := &spec.Tag{}, item.Get("name")
		l.node(&tag.Node, l.root.scope, item, place{name: text(name), parent: &l.api.Node, local: numbered(seen, "/tags/"+escape(text(name)))})
		if name != nil {
			tag.NameSpan = unquoted(name.Span)
		}
		l.describeNode(&tag.Node, l.object(item, &tag.Node, "a tag"))
		l.api.Tags = append(l.api.Tags, tag)
	}
}

// numbered returns the part of an ID, told apart from those like it that came before by a number:
// two operations on paths that differ in nothing but their parameters' names, two parameters of
// one name. All but the first are mistakes, which is for rules to say.
func numbered(seen map[string]int, local string) string {
	seen[local]++
	if n := seen[local]; n > 1 {
		return local + "#" + strconv.Itoa(n)
	}
	return local
}

// sections returns the names of the parts of components.
func sections() []string {
	return []string{
		"schemas", "parameters", "responses", "requestBodies", "headers", "examples", "securitySchemes",
		"links", "callbacks", "pathItems", "mediaTypes",
	}
}

// components lowers the reusable parts. Security schemes have been, because operations name them.
func (l *lowering) components(v *spec.Value) {
	c := &spec.Components{}
	l.api.Components = c
	for _, m := range l.object(v, &l.api.Node, "components") {
		switch m.Key {
		case "schemas":
			l.api.Types = l.definitions(l.root.scope, &l.api.Node, "/components/", &m)
		case "parameters":
			c.Parameters = component(l, &l.parameters, &m)
		case "headers":
			c.Headers = component(l, &l.headers, &m)
		case "requestBodies":
			c.RequestBodies = component(l, &l.payloads, &m)
		case "responses":
			c.Responses = component(l, &l.responses, &m)
		case "links":
			c.Links = component(l, &l.links, &m)
		case "callbacks":
			c.Callbacks = component(l, &l.callbacks, &m)
		case "examples":
			c.Examples = component(l, &l.examples, &m)
		case "mediaTypes":
			c.MediaTypes = component(l, &l.mediaTypes, &m)
		}
	}
	// Path items come last, so that those in use are lowered where they are used.
	l.pathItemComponents(v.Get("pathItems"))
}

// component lowers one section of components.
func component[T any](l *lowering, k *registry[T], section *spec.Member) []*T {
	return declareAll(l, k, l.root.scope, &l.api.Node, "/components/"+section.Key+"/", section.Value, section.Key)
}

// declareAll lowers the members of a map from names to elements of one kind.
func declareAll[T any](l *lowering, k *registry[T], at *scope, parent *spec.Node, path string, v *spec.Value, what string) []*T {
	members := l.object(v, parent, what)
	if len(members) == 0 {
		return nil
	}
	elements := make([]*T, 0, len(members))
	for i := range members {
		if element := k.declare(l, at, members[i].Value, under(parent, path, &members[i])); element != nil {
			elements = append(elements, element)
		}
	}
	return elements
}
