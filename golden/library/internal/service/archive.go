package service

import (
	"context"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	archivev1 "example.com/library/gen/archive/v1"
)

// Archive implements archivev1.ArchiveServiceServer.
type Archive struct {
	archivev1.UnimplementedArchiveServiceServer

	records sync.Map // signature to *archivev1.Record
}

// GetRecord returns a record.
func (a *Archive) GetRecord(_ context.Context, in *archivev1.GetRecordRequest) (*archivev1.GetRecordResponse, error) {
	found, ok := a.records.Load(in.GetSignature())
	if !ok {
		return nil, status.Errorf(codes.NotFound, "there is no record %s", in.GetSignature())
	}
	return &archivev1.GetRecordResponse{Record: found.(*archivev1.Record)}, nil
}

// StoreRecord keeps a record, whatever it is.
func (a *Archive) StoreRecord(_ context.Context, in *archivev1.StoreRecordRequest) (*archivev1.StoreRecordResponse, error) {
	record := proto.CloneOf(in.GetRecord())
	a.records.Store(record.GetSignature(), record)
	return &archivev1.StoreRecordResponse{Record: record}, nil
}
