package rpc

import (
	"net/url"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/internal/support/jsonpb"
	"github.com/bylaw-dev/bylaw/mock"
)

// Try returns command lines that get valid answers from a server at an address: one for curl and one for grpcurl, if such
// can be made up.
func (s *Server) Try(address string) (lines []string) {
	if line := s.first(func(m protoreflect.MethodDescriptor, request proto.Message) string { return curl(address, m, request) }); line != "" {
		lines = append(lines, line)
	}
	line := s.first(func(m protoreflect.MethodDescriptor, request proto.Message) string {
		body, err := s.maker.JSON(request)
		if err != nil {
			return ""
		}
		return strings.Join([]string{"grpcurl", "-plaintext", "-d", mock.Quoted(body), mock.Quoted(address), string(m.Parent().FullName()) + "/" + string(m.Name())}, " ")
	})
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// first returns the line of the first method that has one: of reads if possible, which need least.
func (s *Server) first(line func(protoreflect.MethodDescriptor, proto.Message) string) string {
	for _, reads := range []bool{true, false} {
		for _, m := range s.methods {
			if isRead(m) != reads || streams(m) != "" {
				continue
			}
			if request, err := s.maker.Request(m); err == nil {
				if text := line(m, request); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

func isRead(m protoreflect.MethodDescriptor) bool {
	name := string(m.Name())
	return strings.HasPrefix(name, "Get") || strings.HasPrefix(name, "List")
}

// curl writes a request as a command line; "" if it has no binding that can hold it.
func curl(address string, m protoreflect.MethodDescriptor, request proto.Message) string {
	r, ok := overHTTP(m, request)
	if !ok {
		return ""
	}
	words := []string{"curl", "-i"}
	if r.method != "GET" {
		words = append(words, "-X", r.method)
	}
	words = append(words, mock.Quoted("http://"+address+r.target))
	if r.body != nil {
		words = append(words, "-H", "'Content-Type: application/json'", "-d", mock.Quoted(string(r.body)))
	}
	return strings.Join(words, " ")
}

// call is a request over HTTP.
type call struct {
	method, target string
	body           []byte // nil: none
}

// overHTTP writes a request as the first binding has it. False: there is none, or it can't hold the request.
func overHTTP(m protoreflect.MethodDescriptor, request proto.Message) (c call, ok bool) {
	all := bindings(m)
	if len(all) == 0 {
		return c, false
	}
	b, msg := all[0], proto.Clone(request).ProtoReflect()
	path, variables, ok := expand(b.path, msg)
	if !ok {
		return c, false
	}
	var err error
	switch field := msg.Descriptor().Fields().ByName(protoreflect.Name(b.body)); {
	case b.body == "*":
		for _, name := range variables {
			if f := msg.Descriptor().Fields().ByName(protoreflect.Name(name)); f != nil {
				msg.Clear(f)
			}
		}
		c.body, err = jsonpb.Append(nil, msg, jsonpb.Options{})
	case field != nil:
		c.body, err = jsonpb.AppendField(nil, msg, field, jsonpb.Options{})
	}
	query, wrong := queryOf(msg, b, variables)
	c.method, c.target = b.method, path+query
	return c, err == nil && wrong == nil
}

func queryOf(msg protoreflect.Message, b binding, variables []string) (string, error) {
	if b.body == "*" {
		return "", nil
	}
	all, err := jsonpb.Parameters(msg, append(variables, b.body), jsonpb.Options{})
	values := url.Values{}
	for _, p := range all {
		values[p.Name] = p.Texts
	}
	if len(values) == 0 {
		return "", err
	}
	return "?" + values.Encode(), err
}

// expand puts the values of fields into the places of a path.
func expand(path string, msg protoreflect.Message) (out string, variables []string, ok bool) {
	for {
		before, rest, found := strings.Cut(path, "{")
		out += before
		if !found {
			return out, variables, true
		}
		variable, after, _ := strings.Cut(rest, "}")
		name, _, _ := strings.Cut(variable, "=")
		texts, ok := jsonpb.AppendText(msg, name)
		if !ok || len(texts) != 1 {
			return "", nil, false
		}
		segments := strings.Split(texts[0], "/")
		for i := range segments {
			segments[i] = url.PathEscape(segments[i])
		}
		out, path, variables = out+strings.Join(segments, "/"), after, append(variables, name)
	}
}
