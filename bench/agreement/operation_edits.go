package main

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// operation makes the edits of an operation and finds its schemas.
func (e *openapiEditor) operation(item *yaml.Node, method entry, path string) {
	op, at := method.value, method.key+" "+path
	e.add("operation delete", "operation", at, item, without(item, method.key))
	e.add("operation deprecate", "operation", at, op, with(op, "deprecated", truth(true)))
	if get(op, "operationId") != nil {
		e.add("operation rename operationId", "operation", at, op, with(op, "operationId", text("renamed/operation")))
	}
	if get(op, "tags") != nil {
		e.add("operation change tags", "operation", at, op, with(op, "tags", snippet("[renamed]")))
	}
	e.security(op, at)
	e.parameters(op, at)
	e.requestBody(op, at)
	e.responses(op, at)
}

func (e *openapiEditor) security(op *yaml.Node, at string) {
	schemes := entries(get(e.document, "components", "securitySchemes"))
	own := get(op, "security")
	if own != nil {
		e.add("security remove", "operation", at, op, without(op, "security"))
		return
	}
	if len(schemes) > 0 {
		e.add("security add", "operation", at, op, with(op, "security", snippet("[{"+schemes[0].key+": []}]")))
	}
	if global := get(e.document, "security"); global != nil {
		e.add("security switch off", "operation", at, op, with(op, "security", snippet("[]")))
	}
}

func (e *openapiEditor) parameters(op *yaml.Node, at string) {
	list := get(op, "parameters")
	for _, extra := range []struct{ kind, yaml string }{
		{"parameter add optional", "{name: added, in: query, schema: {type: string}}"},
		{"parameter add required", "{name: added, in: query, required: true, schema: {type: string}}"},
	} {
		longer := plus(list, snippet(extra.yaml))
		e.add(extra.kind, "request", at, op, with(op, "parameters", &longer))
	}
	for i, reference := range items(list) {
		p := e.resolve(reference)
		in, name := get(p, "in").Value, get(p, "name").Value
		e.reach(get(p, "schema"), "request", at+" "+name)
		if in == "path" {
			continue
		}
		where := at + " " + in + " " + name
		shorter := minus(list, i)
		e.add("parameter delete "+in, "request", where, op, with(op, "parameters", &shorter))
		e.add("parameter rename "+in, "request", where, p, with(p, "name", text(name+"_renamed")))
		if required := get(p, "required"); required != nil && required.Value == "true" {
			e.add("parameter required off", "request", where, p, without(p, "required"))
		} else {
			e.add("parameter required on", "request", where, p, with(p, "required", truth(true)))
		}
		if in == "query" {
			e.add("parameter in header", "request", where, p, with(p, "in", text("header")))
			e.add("parameter style", "request", where, p, with(p, "style", text("pipeDelimited")))
		}
	}
}

func (e *openapiEditor) requestBody(op *yaml.Node, at string) {
	body := e.resolve(get(op, "requestBody"))
	if body == nil {
		e.add("body add optional", "request", at, op, with(op, "requestBody", snippet("{content: {application/json: {schema: {type: object}}}}")))
		e.add("body add required", "request", at, op, with(op, "requestBody", snippet("{required: true, content: {application/json: {schema: {type: object}}}}")))
		return
	}
	e.add("body delete", "request", at, op, without(op, "requestBody"))
	if required := get(body, "required"); required != nil && required.Value == "true" {
		e.add("body required off", "request", at, body, without(body, "required"))
	} else {
		e.add("body required on", "request", at, body, with(body, "required", truth(true)))
	}
	e.content(body, "request", at)
}

func (e *openapiEditor) content(holder *yaml.Node, side, at string) {
	content := get(holder, "content")
	if content == nil {
		return
	}
	for _, media := range entries(content) {
		e.add("media type rename", side, at, content, renamed(content, media.key, "application/vnd.renamed+json"))
		if len(entries(content)) > 1 {
			e.add("media type delete", side, at, content, without(content, media.key))
		}
		e.reach(get(media.value, "schema"), side, at+" "+side)
	}
	e.add("media type add", side, at, content, with(content, "application/vnd.added+json", snippet("{schema: {type: object}}")))
}

func (e *openapiEditor) responses(op *yaml.Node, at string) {
	responses := get(op, "responses")
	for _, r := range entries(responses) {
		class := "default"
		if _, err := strconv.Atoi(r.key); err == nil {
			class = r.key[:1] + "xx"
		}
		where := at + " " + r.key
		if len(entries(responses)) > 1 {
			e.add("response delete "+class, "response", where, responses, without(responses, r.key))
		}
		response := e.resolve(r.value)
		e.content(response, "response", where)
		headers := get(response, "headers")
		for _, h := range entries(headers) {
			e.add("header delete", "response", where+" "+h.key, headers, without(headers, h.key))
			e.reach(get(e.resolve(h.value), "schema"), "response", where+" "+h.key)
		}
		withHeader := with(headers, "X-Added", snippet("{schema: {type: string}}"))
		e.add("header add", "response", where, response, with(response, "headers", &withHeader))
	}
	for _, status := range []string{"202", "409", "503"} {
		if get(responses, status) == nil {
			e.add("response add "+status[:1]+"xx", "response", at, responses, with(responses, status, snippet("{description: added}")))
		}
	}
}
