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
	all := bindings(m)
	if len(all) == 0 {
		return ""
	}
	b, msg := all[0], proto.Clone(request).ProtoReflect()
	path, variables, ok := expand(b.path, msg)
	if !ok {
		return ""
	}
	words := []string{"curl", "-i"}
	if b.method != "GET" {
		words = append(words, "-X", b.method)
	}
	var body []byte
	var err error
	switch field := msg.Descriptor().Fields().ByName(protoreflect.Name(b.body)); {
	case b.body == "*":
		for _, name := range variables {
			if f := msg.Descriptor().Fields().ByName(protoreflect.Name(name)); f != nil {
				msg.Clear(f)
			}
		}
		body, err = jsonpb.Append(nil, msg, jsonpb.Options{})
	case field != nil:
		body, err = jsonpb.AppendField(nil, msg, field, jsonpb.Options{})
	}
	query, wrong := queryOf(msg, b, variables)
	if err != nil || wrong != nil {
		return ""
	}
	words = append(words, mock.Quoted("http://"+address+path+query))
	if body != nil {
		words = append(words, "-H", "'Content-Type: application/json'", "-d", mock.Quoted(string(body)))
	}
	return strings.Join(words, " ")
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
