package mutate

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/generator/protobuf/sample"
	"github.com/bylaw-dev/bylaw/spec"
)

// ok is the status of calls that succeed.
const ok = "OK"

// calls lists the methods that are only called over gRPC, with the answer that succeeds.
func (r *runner) calls() {
	if r.Check.Files == nil {
		return
	}
	for _, api := range r.RPC {
		for _, service := range api.Services {
			for _, o := range service.Operations {
				d, err := r.Check.Files.FindDescriptorByName(protoreflect.FullName(o.ID()))
				if m, is := d.(protoreflect.MethodDescriptor); err == nil && is && len(o.HTTP) == 0 {
					r.all = append(r.all, &target{Kind: Kind{Method: m, Code: ok}, files: r.Check.Files})
				}
			}
		}
	}
}

// call returns the kind of answers that a call over gRPC is about, and all that goes over it.
func (r *runner) call(c *contract.Contract, i *contract.Interaction) (*target, *rpc.Stream, error) {
	files, err := r.library.Files(c, i)
	if err != nil {
		return nil, nil, err
	}
	method, err := rpc.Method(files, i)
	if err != nil {
		return nil, nil, err
	}
	stream, err := rpc.StreamOf(i, method)
	if err != nil {
		return nil, nil, err
	}
	code := ok
	if len(stream.Replies) > 0 {
		code = rpc.ExpectedStatus(stream.Replies[0])
	}
	for _, t := range r.all {
		if t.Method != nil && t.Method.FullName() == method.FullName() && t.Code == code {
			return t, stream, nil
		}
	}
	t := &target{Kind: Kind{Method: method, Code: code}, files: files}
	r.all = append(r.all, t)
	return t, stream, nil
}

// called reports whether an operation of REST is played over gRPC.
func (r *runner) called(t *target) bool {
	id, _ := r.result.origin(&t.Operation.Node, t.Operation.NameSpan)
	return slices.ContainsFunc(r.all, func(other *target) bool {
		return other.Method != nil && len(other.Players) > 0 && spec.ID(other.Method.FullName()) == id
	})
}

// codeOf returns the status of a name.
func codeOf(name string) rpc.Status {
	const last = 16
	for code := range uint32(last + 1) {
		if s := (rpc.Status{Code: code}); s.String() == name {
			return s
		}
	}
	return rpc.Status{Code: 2} // UNKNOWN
}

// madeCall returns an answer made of what is expected, and of what the messages have besides; stream may be
// nil.
func (t *target) madeCall(stream *rpc.Stream) *rpc.Answer {
	a := &rpc.Answer{Status: codeOf(t.Code), Metadata: http.Header{}}
	var replies []*contract.Payload
	if stream != nil {
		replies = stream.Replies
	}
	from := match.Source{Now: time.Unix(1_800_000_000, 0).UTC(), Random: rand.New(rand.NewPCG(1, 1))}
	for _, reply := range replies {
		if err := rpc.Headers(a.Metadata, reply, from); err != nil {
			return a
		}
	}
	if t.Code != ok {
		return a
	}
	if len(replies) == 0 {
		replies = []*contract.Payload{{}}
	}
	whole := t.sampled()
	for _, reply := range replies {
		content, err := rpc.Message{Files: t.files, Kind: t.Method.Output()}.Content(reply, from)
		if err != nil {
			return a
		}
		a.Messages = append(a.Messages, t.filled(content, whole))
	}
	if stream != nil && !t.holds(stream, a) { // what the messages have besides breaks it
		for n, reply := range replies {
			a.Messages[n], _ = rpc.Message{Files: t.files, Kind: t.Method.Output()}.Content(reply, from)
		}
	}
	return a
}

// sampled returns a message as a service answers it, with most of what it may have.
func (t *target) sampled() *spec.Value {
	message, err := sample.New(t.files).Answer(t.Method.Output())
	if err != nil {
		return contract.Object()
	}
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return contract.Object()
	}
	v, _, err := rpc.Decode(t.Method.Output(), content, false)
	if err != nil {
		return contract.Object()
	}
	return v
}

// filled returns a message with what only the sample has.
func (t *target) filled(content []byte, whole *spec.Value) []byte {
	v, _, err := rpc.Decode(t.Method.Output(), content, false)
	if err != nil {
		return content
	}
	made, err := rpc.Encode(t.Method.Output(), joined(t.Method.Output(), v, whole))
	if err != nil {
		return content
	}
	return made
}

// joined is completed for messages: of a oneof there is one.
func joined(d protoreflect.MessageDescriptor, v, whole *spec.Value) *spec.Value {
	made := *v
	made.Members = nil
	chosen := map[protoreflect.OneofDescriptor]bool{}
	for _, m := range v.Members {
		f := d.Fields().ByTextName(m.Key)
		chosen[f.ContainingOneof()] = true
		other := whole.Get(m.Key)
		switch {
		case other == nil, f.Message() == nil, f.IsMap():
		case !f.IsList():
			m.Value = joined(f.Message(), m.Value, other)
		case len(other.Items) > 0:
			items := *m.Value
			items.Items = nil
			for _, item := range m.Value.Items {
				items.Items = append(items.Items, joined(f.Message(), item, other.Items[0]))
			}
			m.Value = &items
		}
		made.Members = append(made.Members, m)
	}
	for _, m := range whole.Members {
		f := d.Fields().ByTextName(m.Key)
		if one := f.ContainingOneof(); v.Member(m.Key) == nil && (one == nil || !chosen[one]) {
			made.Members = append(made.Members, m)
		}
	}
	return &made
}

// holds reports whether an answer is one that the contract takes.
func (t *target) holds(stream *rpc.Stream, a *rpc.Answer) bool {
	found, err := stream.Judge(t.files, a.Messages, a.Status, a.Metadata)
	return err == nil && len(found) == 0
}

// notices reports whether a contract takes no such answer. One that is no message of the method is noticed
// by whoever reads it.
func (t *target) notices(stream *rpc.Stream, a *rpc.Answer) bool {
	found, err := stream.Judge(t.files, a.Messages, a.Status, a.Metadata)
	return err != nil || slices.ContainsFunc(found, func(m match.Mismatch) bool { return m.Kind != match.Unchecked })
}
