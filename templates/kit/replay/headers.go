package replay

import (
	"context"
	"encoding/json"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// headersURL is the type of the detail that holds, as JSON, the headers that an implementation has set.
const headersURL = "bylaw/headers"

// sent are headers and trailers; their values need not be texts (-bin).
type sent struct {
	Header  map[string][][]byte `json:"header,omitempty"`
	Trailer map[string][][]byte `json:"trailer,omitempty"`
}

// since returns what has been added to headers since before; nil: nothing.
func since(before, after metadata.MD) map[string][][]byte {
	var more map[string][][]byte
	for name, values := range after {
		for _, v := range values[min(len(before[name]), len(values)):] {
			if more == nil {
				more = map[string][][]byte{}
			}
			more[name] = append(more[name], []byte(v))
		}
	}
	return more
}

// attach adds the headers that an implementation has set to what is stored of its call.
func (h sent) attach(s *spb.Status) error {
	if h.Header == nil && h.Trailer == nil {
		return nil
	}
	value, err := json.Marshal(h)
	s.Details = append(s.Details, &anypb.Any{TypeUrl: headersURL, Value: value})
	return err
}

// detach takes the headers out again, and sends them.
func detach(ctx context.Context, s *spb.Status) error {
	last := len(s.GetDetails()) - 1
	if last < 0 || s.Details[last].GetTypeUrl() != headersURL {
		return nil
	}
	var h sent
	if err := json.Unmarshal(s.Details[last].GetValue(), &h); err != nil {
		return err
	}
	s.Details = s.Details[:last]
	edge.Resend(ctx, h.metadata(h.Header), h.metadata(h.Trailer))
	return nil
}

func (sent) metadata(stored map[string][][]byte) metadata.MD {
	md := metadata.MD{}
	for name, values := range stored {
		for _, v := range values {
			md[name] = append(md[name], string(v))
		}
	}
	return md
}
