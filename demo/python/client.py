# client.py
import socket

# 서버 주소와 포트
server_address = ('localhost', 5000)

# 클라이언트 소켓 생성
client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

# 서버에 연결
client_socket.connect(server_address)

# 서버로 데이터 전송
message = "클라이언트에서 보낸 메시지"
client_socket.sendall(message.encode())

# 서버로부터 데이터 수신
data = client_socket.recv(1024)
print("수신한 데이터:", data.decode())

# 클라이언트 소켓 종료
client_socket.close()
