// Package echo answers what it was asked, so that tests see what has arrived.
package echo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"example.com/shop/internal/platform/value"
	"example.com/shop/internal/shapes"
)

// Service implements every operation.
type Service struct {
	shapes.UnimplementedParameters
	shapes.UnimplementedBodies
	shapes.UnimplementedAnswers
}

var (
	_ shapes.Parameters = Service{}
	_ shapes.Bodies     = Service{}
	_ shapes.Answers    = Service{}
)

func echo(format string, args ...any) *shapes.Echo {
	return &shapes.Echo{Body: map[string]string{"got": fmt.Sprintf(format, args...)}}
}

// GetPath prints the parameters.
func (Service) GetPath(_ context.Context, in *shapes.GetPathRequest) (shapes.GetPathResult, error) {
	return echo("%s %d %v %v", in.Simple, in.Label, in.Matrix, in.List), nil
}

// GetQuery prints the parameters.
func (Service) GetQuery(_ context.Context, in *shapes.GetQueryRequest) (shapes.GetQueryResult, error) {
	deep, tree := "none", "none"
	if in.Deep != nil {
		deep = fmt.Sprint(*in.Deep)
	}
	if in.QueryJSON != nil {
		tree = fmt.Sprint(in.QueryJSON.Name, len(in.QueryJSON.Children))
	}
	return echo("%s %q %q %q %s %s %T(%v) %d %s %s", in.QueryText, in.Many, in.Spaced, in.Piped, deep, tree, in.Either, in.Either,
		in.Size.Or(-1), in.XTrace.Or(value.UUID{}), in.Session.Or("none")), nil
}

// PostJSON answers the body, with an id of the server's and without the secret.
func (Service) PostJSON(_ context.Context, in *shapes.PostJSONRequest) (shapes.PostJSONResult, error) {
	if in.Body.Plain.Or("") == "teapot" {
		return &shapes.Failure{Status: 418, Body: shapes.FailureBody{Title: "I am a teapot"}}, nil
	}
	if in.Body.Secret.Or("") != "s3cret" {
		return nil, errors.New("the secret did not arrive")
	}
	in.Body.ID = "e-1"
	return &shapes.PostJSON200{Body: in.Body}, nil
}

// PostForm prints the form.
func (Service) PostForm(_ context.Context, in *shapes.PostFormRequest) (shapes.PostFormResult, error) {
	return echo("%s %q %d", in.Body.Name, in.Body.Tags, in.Body.Age.Or(-1)), nil
}

// PostUpload reads the file and prints how long it is.
func (Service) PostUpload(_ context.Context, in *shapes.PostUploadRequest) (shapes.PostUploadResult, error) {
	file, err := in.Body.File.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return echo("%s %v %s %d", in.Body.Title, *in.Body.At, in.Body.File.Name, len(content)), nil
}

// PostText answers the text.
func (Service) PostText(_ context.Context, in *shapes.PostTextRequest) (shapes.PostTextResult, error) {
	return &shapes.PostText200{Body: in.Body}, nil
}

// PostBinary answers the bytes as they come.
func (Service) PostBinary(_ context.Context, in *shapes.PostBinaryRequest) (shapes.PostBinaryResult, error) {
	return &shapes.PostBinary200{Body: io.NopCloser(in.Body)}, nil
}

func points(n int32) iter.Seq2[shapes.Point, error] {
	return func(yield func(shapes.Point, error) bool) {
		for i := range n {
			if !yield(shapes.Point{X: i, Y: -i}, nil) {
				return
			}
		}
	}
}

// GetEvents sends three points.
func (Service) GetEvents(context.Context, *shapes.GetEventsRequest) (shapes.GetEventsResult, error) {
	return &shapes.GetEvents200{Items: points(3)}, nil
}

// GetLines sends four points.
func (Service) GetLines(context.Context, *shapes.GetLinesRequest) (shapes.GetLinesResult, error) {
	return &shapes.GetLines200{Items: points(4)}, nil
}

// ListPoints has three pages, and the second is empty: a short page is not the end.
func (Service) ListPoints(_ context.Context, in *shapes.ListPointsRequest) (shapes.ListPointsResult, error) {
	page, err := strconv.Atoi(in.PageToken.Or("0"))
	if err != nil || page > 2 {
		return nil, errors.New("no such page")
	}
	body := shapes.ListPoints200Body{Points: []shapes.Point{{X: int32(page)}}}
	if page == 1 {
		body.Points = nil
	}
	if page < 2 {
		body.NextPageToken.Set(strconv.Itoa(page + 1))
	}
	return &shapes.ListPoints200{Body: body}, nil
}

// GetChoice answers as JSON or as CSV, whichever the caller prefers.
func (Service) GetChoice(context.Context, *shapes.GetChoiceRequest) (shapes.GetChoiceResult, error) {
	return &shapes.GetChoice200{XCount: 7, JSON: &shapes.Point{X: 1, Y: 2}, Text: value.Some("x,y\n1,2\n")}, nil
}
