package replay

import (
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/spec"
)

// call is an interaction over gRPC, ready to be asked for.
type call struct {
	*rpc.Stream
	files *protoregistry.Files
	path  string // "/shop.v1.Orders/Get"
}

func (s *Server) prepareCall(i Interaction) (*call, error) {
	files, err := s.library.Files(i.Contract, i.Interaction)
	if err != nil {
		return nil, err
	}
	method, err := rpc.Method(files, i.Interaction)
	if err != nil {
		return nil, err
	}
	stream, err := rpc.StreamOf(i.Interaction, method)
	return &call{stream, files, "/" + string(method.Parent().FullName()) + "/" + string(method.Name())}, err
}

// service is what reads and writes of one service have in common: what their messages are about isn't known.
func (c *call) service() string { return "/" + string(c.Method.Parent().FullName()) }

// reading are how methods begin that only read, as AIP-130 and custom names have it.
var reading = []string{"Get", "List", "BatchGet", "Search", "Watch", "Lookup", "Find", "Query", "Count", "Check", "Stream"}

// reads reports whether the call leaves the provider as it is: its options say so, or its name.
func (c *call) reads() bool {
	if o, ok := c.Method.Options().(*descriptorpb.MethodOptions); ok && o.GetIdempotencyLevel() == descriptorpb.MethodOptions_NO_SIDE_EFFECTS {
		return true
	}
	for _, begin := range reading {
		if strings.HasPrefix(string(c.Method.Name()), begin) {
			return true
		}
	}
	return false
}

// code is how the call ends.
func (c *call) code() codes.Code {
	code := codes.OK
	if len(c.Replies) > 0 {
		_ = code.UnmarshalJSON([]byte(strconv.Quote(rpc.ExpectedStatus(c.Replies[0])))) // of one that there isn't nothing is sent
	}
	return code
}

func (c *call) status() int {
	switch c.code() {
	case codes.OK:
		return http.StatusOK
	case codes.NotFound:
		return http.StatusNotFound
	}
	return http.StatusInternalServerError
}

// findCall returns the interaction that answers the call.
func (s *Server) findCall(r *http.Request, messages [][]byte) (*play, source) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	code, asked := wantedCode(r)
	var fit []*play
	for _, p := range s.plays {
		if p.call == nil || p.call.path != r.URL.Path || asked && p.call.code() != code {
			continue
		}
		if found, err := p.call.differences(messages, r.Header); err == nil && len(found) == 0 {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return nil, source{}
	}
	return s.take(fit, fit[0].call.service(), asked, func(p *play) int { return p.call.likeness(messages) })
}

// wantedCode returns the code that the client asks for, by its name or number, and whether it does.
func wantedCode(r *http.Request) (code codes.Code, asked bool) {
	text := wanted(r)
	if _, err := strconv.Atoi(text); err != nil {
		text = strconv.Quote(strings.ToUpper(text))
	}
	return code, text != `""` && code.UnmarshalJSON([]byte(text)) == nil
}

// differences holds what was sent against what the interaction sends.
func (c *call) differences(messages [][]byte, header http.Header) ([]match.Mismatch, error) {
	if len(messages) != len(c.Requests) {
		return []match.Mismatch{{Kind: match.Body, Path: "$", Message: "expected " + counted(len(c.Requests), "message") + ", but got " + strconv.Itoa(len(messages))}}, nil
	}
	var all []match.Mismatch
	kind := rpc.Message{Files: c.files, Kind: c.Method.Input()}
	for n, expected := range c.Requests {
		found, err := kind.Compare(expected, messages[n])
		if err != nil {
			return nil, err
		}
		all = append(append(all, found...), match.Message(sentWith(expected, nil), sentWith(expected, header))...)
	}
	return all, nil
}

// sentWith returns the metadata of a message that travel as headers: as the contract has them, or else as
// they came.
func sentWith(p *contract.Payload, header http.Header) *contract.Payload {
	only := &contract.Payload{}
	for _, m := range p.Metadata {
		name := strings.ToLower(m.Key)
		switch {
		case name == "contenttype" || name == "content-type" || strings.HasPrefix(name, ":"):
		case header == nil:
			only.Metadata = append(only.Metadata, m)
		case header.Get(m.Key) != "":
			only.Metadata = append(only.Metadata, spec.Member{Key: m.Key, Value: contract.Text(strings.Join(header.Values(m.Key), ", "))})
		}
	}
	only.Rules = contract.In(p.Rules, contract.InMetadata)
	return only
}

// likeness is higher for each message that is the example.
func (c *call) likeness(messages [][]byte) int {
	score := 0
	for n, p := range c.Requests {
		example := *p
		example.Generators = nil
		if want, err := (rpc.Message{Files: c.files, Kind: c.Method.Input()}).Content(&example, match.Source{}); err == nil && c.same(want, messages[n]) {
			score++
		}
	}
	return score
}

func (c *call) same(a, b []byte) bool {
	return string(decoded(c.Method.Input(), a)) == string(decoded(c.Method.Input(), b))
}

func decoded(d protoreflect.MessageDescriptor, content []byte) []byte {
	v, _, err := rpc.Decode(d, content, true)
	if err != nil {
		return content
	}
	return contract.AppendJSON(nil, v)
}
