package service

import (
	"errors"
	"io"

	"google.golang.org/grpc"

	libraryv1 "example.com/library/gen/library/v1"
)

// watched is how many changes wait for one who watches and is slow.
const watched = 64

// WatchShelf sends each change of a shelf as it happens.
func (l *Library) WatchShelf(in *libraryv1.WatchShelfRequest, stream grpc.ServerStreamingServer[libraryv1.ShelfEvent]) error {
	events := make(chan *libraryv1.ShelfEvent, watched)
	l.mutex.Lock()
	l.watch[events] = in.Name
	l.mutex.Unlock()
	defer func() {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		delete(l.watch, events)
	}()
	// The head goes out at once: who watches knows from then on that nothing is missed.
	if err := stream.SendHeader(nil); err != nil {
		return err
	}
	for sent := int32(0); in.MaxEvents == 0 || sent < in.MaxEvents; sent++ {
		select {
		case <-stream.Context().Done():
			return stream.Context().Err()
		case event := <-events:
			if err := stream.Send(event); err != nil {
				return err
			}
		}
	}
	return nil
}

// ImportBooks takes many books at once.
func (l *Library) ImportBooks(stream grpc.ClientStreamingServer[libraryv1.ImportBooksRequest, libraryv1.ImportBooksResponse]) error {
	out := new(libraryv1.ImportBooksResponse)
	for {
		in, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return stream.SendAndClose(out)
		}
		if err != nil {
			return err
		}
		book, err := l.CreateBook(stream.Context(), &libraryv1.CreateBookRequest{Parent: in.Parent, Book: in.Book, RequestId: in.RequestId})
		if err != nil {
			return err
		}
		out.BookCount++
		out.Books = append(out.Books, book.Name)
	}
}

// Discuss says back what it hears.
func (l *Library) Discuss(stream grpc.BidiStreamingServer[libraryv1.DiscussRequest, libraryv1.DiscussResponse]) error {
	for sequence := int64(1); ; sequence++ {
		in, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.Send(&libraryv1.DiscussResponse{Text: in.Text, Sequence: sequence}); err != nil {
			return err
		}
	}
}
