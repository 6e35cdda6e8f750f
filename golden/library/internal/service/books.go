package service

import (
	"context"
	"fmt"
	"slices"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	libraryv1 "example.com/library/gen/library/v1"
	"example.com/library/internal/platform/update"
)

// CreateBook puts a new book on a shelf. A request that comes again gets what the first one has made.
func (l *Library) CreateBook(_ context.Context, in *libraryv1.CreateBookRequest) (*libraryv1.Book, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.create(in.Parent, in.RequestId, in.Book)
}

func (l *Library) create(shelf, token string, book *libraryv1.Book) (*libraryv1.Book, error) {
	if name := l.answers[token]; name != "" {
		stored, err := l.find(name)
		return proto.CloneOf(stored), err
	}
	l.made++
	book = proto.CloneOf(book)
	book.Name = fmt.Sprintf("%s/books/%06d", shelf, l.made)
	book.CreateTime, book.Available = timestamppb.New(l.now()), true
	if token != "" {
		l.answers[token] = book.Name
	}
	return l.store(book), nil
}

// GetBook returns a book.
func (l *Library) GetBook(_ context.Context, in *libraryv1.GetBookRequest) (*libraryv1.Book, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	book, err := l.find(in.Name)
	return proto.CloneOf(book), err
}

const defaultPageSize = 25

// ListBooks returns a page of the books of a shelf. The token of a page is the name before its first book.
func (l *Library) ListBooks(_ context.Context, in *libraryv1.ListBooksRequest) (*libraryv1.ListBooksResponse, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	size := int(in.PageSize)
	if size == 0 {
		size = defaultPageSize
	}
	out := new(libraryv1.ListBooksResponse)
	for _, book := range l.on(in.Parent) {
		if book.Name <= in.PageToken || !wanted(book, in) {
			continue
		}
		if len(out.Books) == size {
			out.NextPageToken = out.Books[size-1].Name
			break
		}
		out.Books = append(out.Books, proto.CloneOf(book))
	}
	return out, nil
}

func wanted(book *libraryv1.Book, in *libraryv1.ListBooksRequest) bool {
	if after := in.CreatedAfterTime; after != nil && !book.CreateTime.AsTime().After(after.AsTime()) {
		return false
	}
	return len(in.Genres) == 0 || slices.Contains(in.Genres, book.Genre)
}

// UpdateBook changes the fields that the mask names.
func (l *Library) UpdateBook(_ context.Context, in *libraryv1.UpdateBookRequest) (*libraryv1.Book, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	stored, err := l.find(in.Book.Name)
	if err != nil {
		return nil, err
	}
	if in.Book.Etag != "" && in.Book.Etag != stored.Etag {
		return nil, status.Error(codes.Aborted, "the book has been changed in the meantime")
	}
	changed := proto.CloneOf(stored)
	if err := update.Request(changed, in); err != nil {
		return nil, err
	}
	return l.store(changed), nil
}

// DeleteBook takes a book out of the library.
func (l *Library) DeleteBook(_ context.Context, in *libraryv1.DeleteBookRequest) (*emptypb.Empty, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	book, err := l.find(in.Name)
	if err != nil {
		return nil, err
	}
	if in.Etag != "" && in.Etag != book.Etag {
		return nil, status.Error(codes.Aborted, "the book has been changed in the meantime")
	}
	delete(l.books, in.Name)
	l.changed++
	l.tell(in.Name, &libraryv1.ShelfEvent{Change: &libraryv1.ShelfEvent_DeletedBook{DeletedBook: in.Name}})
	return new(emptypb.Empty), nil
}

// CheckOutBook lends a book to a reader.
func (l *Library) CheckOutBook(_ context.Context, in *libraryv1.CheckOutBookRequest) (*libraryv1.Loan, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	book, err := l.find(in.Name)
	if err != nil {
		return nil, err
	}
	if !book.Available {
		return nil, status.Errorf(codes.FailedPrecondition, "%s is lent", in.Name)
	}
	lent := proto.CloneOf(book)
	lent.Available = false
	l.store(lent)
	return &libraryv1.Loan{Book: in.Name, DueTime: timestamppb.New(l.now().Add(in.Period.AsDuration()))}, nil
}

// ReadCover returns the title as a picture of the simplest kind.
func (l *Library) ReadCover(_ context.Context, in *libraryv1.ReadCoverRequest) (*httpbody.HttpBody, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	book, err := l.find(in.Name)
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "text/plain; charset=utf-8", Data: []byte(book.Title)}, nil
}
