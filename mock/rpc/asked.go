package rpc

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/internal/support/edge"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/fault"
	"github.com/bylaw-dev/bylaw/mock"
)

// The headers, of gRPC the metadata, by which a client asks for another answer than the usual one. Prefer (RFC 7240)
// says the same of the status: "code=NOT_FOUND".
const (
	preferHeader  = "prefer"
	statusHeader  = "x-mock-status" // NOT_FOUND, 5 or 404
	latencyHeader = "x-mock-latency"
	faultHeader   = "x-mock-fault"
)

// controls lets these headers through the boundary.
func controls() []edge.Header {
	return []edge.Header{{Name: preferHeader}, {Name: statusHeader}, {Name: latencyHeader}, {Name: faultHeader}}
}

// disturb delays the answer and lets it fail, as options and headers say. The error is the answer then.
func (s *Server) disturb(ctx context.Context) error {
	var wrong []errors.Violation
	delay, trouble := s.chaos.Fate(s.options)
	if text := header(ctx, latencyHeader); text != "" {
		d, err := time.ParseDuration(text)
		if delay = d; err != nil || d < 0 || d > mock.LongestLatency {
			wrong = append(wrong, violation(latencyHeader, errors.Format, "must be a duration such as 250ms, at most 1m"))
		}
	}
	if text := header(ctx, faultHeader); text != "" {
		if trouble = text; !slices.Contains(mock.Faults(), text) {
			wrong = append(wrong, violation(faultHeader, errors.Enum, "must be one of "+strings.Join(mock.Faults(), ", ")))
		}
	}
	asked, ok := askedError(ctx)
	if !ok {
		wrong = append(wrong, violation(statusHeader, errors.Enum, "must be a code of gRPC such as NOT_FOUND or 5, or a status of HTTP such as 404"))
	}
	if len(wrong) > 0 {
		return fault.Invalid(wrong)
	}
	if delay > 0 {
		s.options.Sleep(ctx, delay)
	}
	if err := failure(ctx, trouble); err != nil {
		return err
	}
	return asked
}

func violation(header, code, description string) errors.Violation {
	return errors.Violation{Location: errors.Header, Field: header, Code: code, Description: description}
}

func header(ctx context.Context, name string) string {
	if values := metadata.ValueFromIncomingContext(ctx, name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// failure is one of the kind that comes and goes; nil: none.
func failure(ctx context.Context, trouble string) error {
	switch trouble {
	case "", "none":
		return nil
	case "abort":
		if f, ok := ctx.Value(fuseKey{}).(*fuse); ok {
			f.blown = true
		}
		return status.Error(codes.Unavailable, "the mock was asked to cut the connection")
	}
	code, _ := strconv.Atoi(trouble)
	e := &errors.Error{Status: code, Detail: "the mock was asked to fail", Retryable: true}
	if code != http.StatusInternalServerError {
		e.RetryAfter = time.Second
	}
	return e
}

const askedFor = "the mock was asked for this answer"

// askedError is the error that a client has asked for; nil: none. False: it is no error that there is.
func askedError(ctx context.Context) (error, bool) {
	text := cmp.Or(header(ctx, statusHeader), mock.Preferences(metadata.ValueFromIncomingContext(ctx, preferHeader))["code"])
	number, err := strconv.Atoi(text)
	switch {
	case text == "":
		return nil, true
	case err == nil && number >= 200 && number < 300:
		return nil, true
	case err == nil && number >= 400 && number < 600:
		return &errors.Error{Status: number, Detail: askedFor}, true
	case err == nil && (number < 0 || number > int(codes.Unauthenticated)):
		return nil, false
	}
	var code codes.Code
	if err != nil {
		text = strconv.Quote(strings.ToUpper(text))
	}
	if code.UnmarshalJSON([]byte(text)) != nil {
		return nil, false
	}
	return status.Error(code, askedFor), true
}
