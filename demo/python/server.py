# server.py
import socket

# 서버 소켓 생성
server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

# 서버 주소와 포트를 바인딩
server_address = ('localhost', 5000)
server_socket.bind(server_address)

# 클라이언트의 연결 대기
server_socket.listen(1)

while True:
    print("서버 대기 중...")
    client_socket, client_address = server_socket.accept()
    print("클라이언트가 연결되었습니다:", client_address)

    # 클라이언트로부터 데이터 수신
    data = client_socket.recv(1024)
    print("수신한 데이터:", data.decode())

    # 클라이언트로 데이터 전송
    message = "서버에서 보낸 메시지"
    client_socket.sendall(message.encode())

    # 클라이언트 소켓 종료
    client_socket.close()
